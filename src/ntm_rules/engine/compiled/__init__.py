"""Outcomes and reasons quickly: Python source for the verdicts of a program, and makers of reasons, from its terms."""
