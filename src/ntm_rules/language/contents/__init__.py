"""Contents of rulesets: conditions with their rules, criteria that are counted, known names, cycles among names."""
