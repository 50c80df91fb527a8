"""The sets of networks a box has."""
