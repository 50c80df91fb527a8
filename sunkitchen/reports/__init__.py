"""Reports and papers at the command line."""
