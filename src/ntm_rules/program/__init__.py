"""What executors work on: units and facts as admitted."""
