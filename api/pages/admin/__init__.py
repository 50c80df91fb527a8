"""Who keeps the box."""
