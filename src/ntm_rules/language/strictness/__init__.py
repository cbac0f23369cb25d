"""Strictness of conditions and thresholds: whether one is easier to meet than another, by form."""
