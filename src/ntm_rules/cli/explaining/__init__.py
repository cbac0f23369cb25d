"""The command `explain`, and the pages that explain the decisions about a unit."""
