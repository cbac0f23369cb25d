"""Options, streams, output and ends that the commands share."""
