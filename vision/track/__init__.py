"""What follows heads from look to look."""
