"""Two versions or two rulesets compared exactly."""
