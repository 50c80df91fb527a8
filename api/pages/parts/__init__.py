"""Pieces that several pages show: cards, pictures, reasons, looks."""
