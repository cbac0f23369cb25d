"""Integer patterns, and the two matchers that say which one an event fires."""
