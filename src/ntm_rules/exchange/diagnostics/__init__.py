"""Diagnostics about tables, units, facts and dossiers: gathered findings, and their messages in both languages."""
