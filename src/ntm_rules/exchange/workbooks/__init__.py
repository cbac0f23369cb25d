"""Workbooks: sheets as streams of XML, cells as shown, attachments, and diagnostics for files that cannot be opened."""
