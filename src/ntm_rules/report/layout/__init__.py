"""Text fitted into columns and cells of a terminal."""
