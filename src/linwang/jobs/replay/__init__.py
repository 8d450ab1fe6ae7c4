"""推演: a file of real calls goes through the same actions as at the desk, in simulated time."""
