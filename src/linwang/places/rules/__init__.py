"""What holds for ground that is read from files."""
