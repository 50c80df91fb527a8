"""Reports: which there are for the visitor, of which days, over what; looked at, and taken away as files."""
