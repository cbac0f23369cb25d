"""The input: frames, their columns, what rules read of them, and the diagnostics for those that cannot be used."""
