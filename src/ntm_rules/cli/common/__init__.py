"""What the commands share: options, streams, output, ends of a command."""
