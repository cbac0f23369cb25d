"""Mutation testing: a ruleset with one thing changed at a time must fail some case."""
