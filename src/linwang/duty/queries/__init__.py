"""Every question about units, crews and positions."""
