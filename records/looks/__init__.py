"""Looks of the last hours, without pictures, beside the database: to try rules on, never evidence."""
