"""Fixed phrases in both languages, one table a subject."""
