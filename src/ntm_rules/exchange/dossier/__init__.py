"""Dossiers: `dossier.yaml`, the files that it lists, and what else lies in the folder."""
