"""The evidence package: one zip with all there is of some events, that proves itself to people without this program."""
