"""The authority: the seven steps of a command, canonical bytes and hashes, receipts, the feed, and the proof."""
