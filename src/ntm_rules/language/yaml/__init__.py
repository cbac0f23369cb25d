"""YAML with positions: one bounded source, its tree, and the explanation of a reader's complaint."""
