"""Coverage: outcomes of rules and points around thresholds that cases try."""
