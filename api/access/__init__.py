"""Who may come in. Deny by default: one guard before everything."""
