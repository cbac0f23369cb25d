"""Quantities that rules depend on, and their states, in words."""
