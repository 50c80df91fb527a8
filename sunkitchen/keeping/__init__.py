"""Cameras that are set up on pages: tried, checked, written and put in force."""
