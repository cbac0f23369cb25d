"""Regions as the rows of a table: as few as they can be, and told by what rules can tell."""
