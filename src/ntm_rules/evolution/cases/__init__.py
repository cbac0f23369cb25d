"""Cases: situations written by people, with the expected outcomes of rules."""
