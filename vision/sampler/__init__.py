"""What decides which frames are looked at."""
