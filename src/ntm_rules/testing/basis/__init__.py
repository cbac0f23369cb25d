"""Choices, names in scope, edits, values at thresholds and points that strategies draw from."""
