"""The command about whole populations, and the tables that it reads and writes in a stream."""
