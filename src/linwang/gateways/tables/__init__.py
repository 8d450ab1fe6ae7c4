"""Files of rows that others send: CSV in the encodings and shapes they really come in, and GeoJSON."""

from linwang.gateways.tables.reading import read_table, read_text

__all__ = ["read_table", "read_text"]
