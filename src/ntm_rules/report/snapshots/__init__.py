"""Differences between a recorded snapshot and the decisions of today."""
