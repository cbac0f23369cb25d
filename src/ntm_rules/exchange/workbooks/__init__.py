"""Workbooks: sheets as streams of XML, cells as shown, attachments, and why a file cannot be opened."""
