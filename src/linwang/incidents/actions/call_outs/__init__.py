"""召集: asking neighbours for help, counting them in and, until the last of them is safe, counting them out."""
