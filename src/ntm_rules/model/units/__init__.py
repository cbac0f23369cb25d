"""Administrative units: their fields, their hierarchy on every day, and diagnostics about them."""
