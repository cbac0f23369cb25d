"""Rulesets and catalogues to the mappings and the text of the files that say the same."""
