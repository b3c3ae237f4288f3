"""The store's file: what survives, what is refused, and in which words."""
