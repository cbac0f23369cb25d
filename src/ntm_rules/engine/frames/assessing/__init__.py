"""Frames in, outcomes and reasons out: the calls, the days and versions that decide, and one unit of a frame in full."""
