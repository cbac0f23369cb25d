"""Impact of another text of the rules on real units."""
