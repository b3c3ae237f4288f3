"""Whom the console talks to: the authority in this process, or one behind a network."""
