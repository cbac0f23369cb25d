"""Layouts of tables from offices: settings, headers, and the rows and columns that are passed over."""
