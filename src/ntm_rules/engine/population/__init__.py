"""Decisions about many units, some hundred at a time, in this process or in several."""
