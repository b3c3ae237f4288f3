"""The keys that do something to a conversation, to all that are marked, or once more."""
