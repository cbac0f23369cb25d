"""Dossiers: `dossier.yaml`, the files that it lists, and the other files of the folder."""
