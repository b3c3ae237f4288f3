"""Where a terminal keeps its session: in the keyring, in a file of the user's, or in memory alone."""
