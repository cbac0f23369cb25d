"""Exact comparison of two versions or two rulesets."""
