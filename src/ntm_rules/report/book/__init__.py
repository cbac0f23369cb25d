"""The rule book: each version of a ruleset as a page laid out like its annex, and its versions side by side."""
