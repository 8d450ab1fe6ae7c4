"""JSON for machines: another door to the same actions, with a key for each partner and the least scope."""
