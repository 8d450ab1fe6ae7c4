"""导入: reference data from files, at the command line."""
