"""Parts that the commands share: options, streams, output, ends of a command."""
