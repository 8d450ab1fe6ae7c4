"""Textbook methods: values in, values out; no Django, clock, database or network."""
