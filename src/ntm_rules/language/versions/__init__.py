"""Versions of rulesets: declarations of several files, amendments carried out, specialisations resolved."""
