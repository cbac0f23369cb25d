"""The reasons for rules that are not attained, for whole populations."""
