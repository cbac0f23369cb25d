"""All decisions of a dossier, recorded and compared."""
