"""Exact comparison of rules: the values they read are divided into finitely many states; all combinations decided."""
