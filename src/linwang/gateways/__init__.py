"""One module for each outsider, with its fake beside it."""
