"""Users at the command line."""
