"""Units and facts in, decisions out: tables, dossiers, JSON and CSV."""
