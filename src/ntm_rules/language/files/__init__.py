"""Files that are read, through one gate."""
