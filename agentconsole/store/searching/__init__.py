"""Finding words: the full-text index, what narrows a search, and what is cut from a find."""
