"""The networks of a box: which are installed, which are in force, who lends them, what they found hard."""
