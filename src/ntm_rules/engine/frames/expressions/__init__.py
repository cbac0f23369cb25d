"""The words in which queries over frames are written, and Kleene logic in them."""
