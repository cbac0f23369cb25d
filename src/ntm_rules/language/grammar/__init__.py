"""Keys of rule files and catalogues: one table for structuring, diagnostics and JSON Schema."""
