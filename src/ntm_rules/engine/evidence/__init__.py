"""Statements about units, the observations that they give on a day, and the world that an evaluation sees."""
