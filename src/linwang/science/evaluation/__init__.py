"""What counts say, and how surely."""
