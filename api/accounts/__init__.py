"""Accounts, their roles, and one's own tokens and password."""
