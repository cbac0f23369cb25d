"""The dependency network of a program: a node for each distinct term, shared by all sessions of the program."""
