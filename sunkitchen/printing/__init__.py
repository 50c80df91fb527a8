"""Reports and papers as files."""
