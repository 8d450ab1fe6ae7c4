"""Units on duty, their crews and their positions."""
