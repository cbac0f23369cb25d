"""Recognition over time: what a unit was, from council decisions and from the rules, day by day."""
