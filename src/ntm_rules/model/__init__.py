"""What things are: frozen classes, no input and no output. Imports nothing of ours."""
