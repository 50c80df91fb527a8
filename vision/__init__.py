"""Sees and judges: from frames to violations. Knows nothing of databases, pages or people's decisions."""
