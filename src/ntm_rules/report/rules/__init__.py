"""Rules and rulesets in words: sheets, lists, provenance."""
