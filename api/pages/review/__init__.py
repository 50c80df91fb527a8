"""Flags that wait for somebody to say what they are."""
