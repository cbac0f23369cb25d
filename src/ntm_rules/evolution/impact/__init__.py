"""What another text of the rules does to real units."""
