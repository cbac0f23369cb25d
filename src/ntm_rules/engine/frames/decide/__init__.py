"""The outcomes of a program's rules for every row of a frame: one column for each distinct term."""
