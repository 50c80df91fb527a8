"""HANDLES: what people do with a lead, from review to the closed case. Pure: no clock, no database, no web."""
