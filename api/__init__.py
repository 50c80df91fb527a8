"""Tells: the HTTP interface and the pages. Knows what records remember and the facts of vision, never a pixel."""
