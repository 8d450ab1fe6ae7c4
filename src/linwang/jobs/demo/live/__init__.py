"""Callers and units of the demo act on their own, over HTTP as anybody else: the board moves."""
