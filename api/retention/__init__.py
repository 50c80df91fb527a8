"""How long what is kept, and what is held."""
