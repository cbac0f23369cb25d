"""Statements that became known between two days: what they replaced, and the outcomes that they made others."""
