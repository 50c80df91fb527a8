"""The wall of the newest pictures."""
