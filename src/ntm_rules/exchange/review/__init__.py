"""Review of a dossier as a whole: statements that disagree, and figures that no rule reads."""
