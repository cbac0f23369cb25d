"""Words about cases, their coverage, and mutants."""
