"""What persons ask about pictures of themselves."""
