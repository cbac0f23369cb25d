"""Forms that offices fill in: what is asked of each kind of unit, by the rules that judge it."""
