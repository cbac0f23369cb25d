"""Structuring of trees into the model: rulesets, amendments, catalogues, conditions, thresholds, scalars."""
