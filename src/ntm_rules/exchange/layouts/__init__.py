"""How the tables of offices are laid out, and which of their rows and columns are passed over."""
