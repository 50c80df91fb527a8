"""What happened: over which days, where, how often, and each of it."""
