"""Values as written in cells: numbers, days, and values of measures."""
