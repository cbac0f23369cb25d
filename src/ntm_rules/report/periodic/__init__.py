"""Progress of a month or a quarter: the report that a plan asks its offices for."""
