"""Flagged snapshots, and one with everything about it."""
