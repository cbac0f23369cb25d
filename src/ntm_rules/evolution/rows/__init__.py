"""Regions as the rows of a table: as few as possible, in terms that the conditions of rules use."""
