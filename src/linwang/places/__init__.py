"""Ground: stations, beats, grids and place names."""
