"""Programs over dataframes: a whole country in one call, on the frame that the caller has (`pip install ntm-rules[frames]`)."""
