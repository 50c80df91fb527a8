"""Tells: JSON under /api/v1 and the pages people work with."""
