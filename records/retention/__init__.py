"""How long what is kept, and the keeper that takes it away. docs/retention.md shows the rules."""
