"""Cases that are missing, drafted for a person to confirm."""
