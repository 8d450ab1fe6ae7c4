"""Which units to send first, and why."""
