"""The catalogue of duties: reading, editing by hand, by file."""
