"""Reading of case files: what is given, what is expected, and situations made of it."""
