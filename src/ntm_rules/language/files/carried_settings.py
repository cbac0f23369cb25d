"""Settings that a workbook carries itself, so that it is read without any in `dossier.yaml`: forms carry theirs."""

SETTINGS_SHEET = "ntm-rules"
"""Name of the hidden sheet with the settings: YAML, as of one file in `dossier.yaml`, from its first column downwards."""
