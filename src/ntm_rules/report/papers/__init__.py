"""Papers and tables: the page model of what is printed and filed, and those that a report comes to."""
