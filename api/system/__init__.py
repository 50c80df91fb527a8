"""Whether the box is well."""
