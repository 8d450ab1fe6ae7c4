"""JSON for machines: another door to the same actions."""
