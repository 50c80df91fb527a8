"""Cameras, their zones and what they are doing."""
