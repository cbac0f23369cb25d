"""The input of executors: compiled programs, and units and facts as admitted."""
