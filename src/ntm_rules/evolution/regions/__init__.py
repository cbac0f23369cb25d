"""Rules compared exactly: the values of all they read divided into finitely many states, and every combination decided."""
