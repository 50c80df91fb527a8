"""Evidence at the command line: verifying, exporting, keys."""
