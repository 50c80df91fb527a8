"""Telling somebody outside: the seam, its kinds, and who carries the messages."""
