"""Keys that evidence is signed by."""
