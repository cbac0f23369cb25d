"""Mistakes in rule files: codes, places, and the messages in both languages."""
