"""Admission of frames: the checks that units and statements get, asked of columns."""
