"""Drafts of missing cases, for a person to confirm."""
