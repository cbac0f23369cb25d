"""Decisions, comparisons, regions, impacts, case results and snapshots as plain data and files."""
