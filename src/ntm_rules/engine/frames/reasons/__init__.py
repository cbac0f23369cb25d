"""Why rules are not attained, for whole populations."""
