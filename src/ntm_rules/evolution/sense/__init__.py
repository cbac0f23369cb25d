"""Conditions that cannot be meant: they never hold, always hold, add nothing, or ask for the worse direction."""
