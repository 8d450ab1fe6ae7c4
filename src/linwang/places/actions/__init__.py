"""Every change to ground and place names."""
