"""Background work and commands: the third door."""
