"""Retention as a box runs it and tells of it."""
