"""Plain forms: every public result as data of dicts, lists and texts, by a version of its own, with their JSON Schema."""
