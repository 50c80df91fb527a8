"""Bringing a recording, and what came of it."""
