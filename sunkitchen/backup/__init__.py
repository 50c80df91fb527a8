"""Copies of a box's store, made while it works, and how one is brought back."""
