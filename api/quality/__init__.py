"""质量: how often people agreed with the flags, what cannot be told, what changed, and what is missed."""
