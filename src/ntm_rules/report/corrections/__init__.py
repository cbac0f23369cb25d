"""What became known between two days, told for people."""
