"""Health certificates, by merchant."""
