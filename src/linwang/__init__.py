"""邻望 Linwang: a police station and its neighbours keep a place safe together."""
