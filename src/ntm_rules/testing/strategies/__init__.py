"""Strategies for catalogues, rulesets, statements, worlds and histories."""
