"""Recordings that people bring to be analysed."""
