"""Everything stated about units, what it comes to on a day, and the world that an evaluation sees."""
