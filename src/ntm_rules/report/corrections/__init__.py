"""Statements that became known between two days, told for people."""
