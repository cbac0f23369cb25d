"""Diagnostics about tables, units, facts and dossiers: gathering them, and their messages in both languages."""
