"""The newest picture of each camera."""
