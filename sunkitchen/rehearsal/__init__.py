"""Trying a rule on the looks of the last hours."""
