"""Who outside is told."""
