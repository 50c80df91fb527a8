"""Cases: the queue, one with its timeline, and the steps people take."""
