"""Sets Linwang up and starts it: standard library only, so that it runs before anything is installed."""
