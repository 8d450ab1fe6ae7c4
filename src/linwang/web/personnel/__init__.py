"""Signing in, one's own page, people."""
