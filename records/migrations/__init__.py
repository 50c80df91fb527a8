"""The tables' history; every change of tables is one revision here."""
