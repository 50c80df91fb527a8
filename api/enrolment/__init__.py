"""认识本店的着装: heads of a site are looked at by people, and what came of it."""
