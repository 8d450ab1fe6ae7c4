"""The demo county: an invented bureau with two stations, made from a seed."""
