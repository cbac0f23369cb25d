"""How rulesets change: cases, coverage, mutation, exact differences, conformity, impact, snapshots."""
