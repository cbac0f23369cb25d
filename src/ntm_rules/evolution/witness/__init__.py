"""Example units: situations constructed for the states of a region and confirmed by the engine."""
