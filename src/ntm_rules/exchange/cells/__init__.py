"""Cells, blocks of rows and the columns that headers name, within the limits of a file."""
