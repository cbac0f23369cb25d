"""Ruleset and facts to decisions: compile, evaluate, session, explain."""
