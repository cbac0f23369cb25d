"""What is given: frames, their columns, what rules read of them, and what is said where they cannot be used."""
