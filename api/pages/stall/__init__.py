"""A stall's own page: what it has to do, on a phone, in plain words."""
