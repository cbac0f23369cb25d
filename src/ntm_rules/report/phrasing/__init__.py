"""Phrases for numbers, names, sources, reasons, conditions, thresholds and locations."""
