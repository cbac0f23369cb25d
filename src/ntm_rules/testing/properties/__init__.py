"""Properties to be asserted: of executors, and of rule files."""
