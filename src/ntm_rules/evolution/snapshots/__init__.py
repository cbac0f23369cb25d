"""Records of all decisions of a dossier, and their comparison."""
