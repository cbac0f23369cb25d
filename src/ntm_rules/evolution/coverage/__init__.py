"""Coverage: which outcomes and which points around thresholds the cases try."""
