"""Where things are: points, distances, datums, cells and areas."""
