"""Basis of the strategies: choices, names in scope, edits, values at thresholds, input points."""
