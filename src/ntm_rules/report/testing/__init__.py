"""Results of cases, coverage and mutation, for people and for machines."""
