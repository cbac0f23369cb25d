"""Units read from tables: their names, periods and references."""
