"""What was watched, and why looks did not count."""
