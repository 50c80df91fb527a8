"""What every page stands in: head, words, places, files to load."""
