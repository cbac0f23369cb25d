"""Units in a region: situations that are sought, and confirmed by the engine."""
