"""The commands about records of assessments: written, checked, proved and signed."""
