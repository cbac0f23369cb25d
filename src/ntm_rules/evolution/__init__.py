"""Evolution of rulesets: cases, coverage, mutation, exact differences, conformity, impact, snapshots."""
