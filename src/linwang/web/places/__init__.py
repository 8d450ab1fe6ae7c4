"""Ground and other reference data: bringing them in by file."""
