"""Mutation: a ruleset changed in one thing at a time, to see whether a case notices."""
