"""Overviews over the units of a dossier: one unit, many units, offices, progress."""
