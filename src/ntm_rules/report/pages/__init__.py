"""The page model: what a report says, built once from decisions, in both languages; renderers beside it draw it."""
