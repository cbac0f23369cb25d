"""Impact of another text on units: tables, a memo, a summary."""
