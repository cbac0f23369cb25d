"""Writing of case files for people to complete."""
