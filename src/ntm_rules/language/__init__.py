"""Rule files to a Library: YAML with positions, structuring, checks, diagnostics, JSON Schema."""
