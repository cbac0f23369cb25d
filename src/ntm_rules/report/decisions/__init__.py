"""Decisions in words: explanations, what is needed, what is ahead, tables."""
