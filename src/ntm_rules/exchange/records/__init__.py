"""Records of whole assessments: written, proved, signed, and checked by deciding everything again."""
