"""Remembers: tables, evidence files, registry, coverage. Knows the facts of vision and nothing else of it."""
