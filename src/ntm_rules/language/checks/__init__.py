"""Checks of rule files and catalogues, one module a subject."""
