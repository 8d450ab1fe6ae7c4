"""What was meant: kinds of incident, names of places, and two calls about one event."""
