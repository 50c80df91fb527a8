"""Cases that wait, and one to be handled."""
