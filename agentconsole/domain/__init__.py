"""The rules, pure: what a conversation is, what may be done with it, and what comes of it."""
