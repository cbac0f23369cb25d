"""YAML with positions: one bounded source, its tree, and what a reader's complaint means."""
