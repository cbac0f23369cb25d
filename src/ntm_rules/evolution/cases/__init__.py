"""Cases: situations written by people, and what the rules must come to in them."""
