"""A live working memory: the network of a program's terms, what propagates through it, and the matchers that judge."""
