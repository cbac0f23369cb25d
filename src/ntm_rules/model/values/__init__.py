"""Exact and immutable values: numbers as decimals or fractions, scalars of other libraries, frozen mappings."""
