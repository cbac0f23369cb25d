"""Decisions in words: explanations, needed actions, outlook, tables."""
