"""Violations: the list and the one with its whole explanation."""
