"""Comparisons of texts, their impact on units, and corrections, as plain data, JSON and tables."""
