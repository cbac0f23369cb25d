"""Reading of case files: given facts, expectations, and the situations made of them."""
