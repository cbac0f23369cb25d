"""The model: frozen classes for units, facts, conditions, rules and decisions; no input or output, no imports of ours."""
