"""Facts read from tables, in long and in wide form: subjects, measures, statements."""
