"""认识本店的着装: the contact sheet, one key per head, and what was learnt."""
