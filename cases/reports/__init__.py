"""Reports: typed tables made from the records by pure functions. How they are written is others' affair."""
