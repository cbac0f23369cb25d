"""Edits of rulesets: strategies for each part that an amendment can change."""
