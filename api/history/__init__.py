"""What the history shows, as a file: made in the background, fetched when it is done."""
