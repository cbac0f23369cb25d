"""The command about the course of a plan: the report of a month or a quarter."""
