"""Keys and words of case files: one table for reading, diagnostics and JSON Schema."""
