"""What a dossier comes to as a whole: files left over, statements that disagree, figures that nobody reads."""
