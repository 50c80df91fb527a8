"""What cameras do, and what was watched."""
