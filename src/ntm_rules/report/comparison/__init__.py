"""Comparisons of two versions of a ruleset, as text and Markdown."""
