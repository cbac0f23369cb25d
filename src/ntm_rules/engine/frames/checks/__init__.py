"""Whether what is given may be decided on: one admission, asked of columns."""
