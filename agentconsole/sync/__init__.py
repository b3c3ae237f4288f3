"""Out with the outbox, in with the feed, and when to look again."""
