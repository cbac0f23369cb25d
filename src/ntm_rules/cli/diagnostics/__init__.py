"""Meanings of the codes of diagnostics."""
