"""What became known between two days: what it replaced, and the outcomes that it made others."""
