"""Decisions, rules and diagnostics as words for people, in Vietnamese and English. Formats only; decides nothing."""
