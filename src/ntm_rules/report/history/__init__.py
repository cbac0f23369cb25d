"""Recognition over time for people: the line of events, and a timeline for the page."""
