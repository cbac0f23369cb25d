"""What the rules of a program come to for every row of a frame: one column a distinct term."""
