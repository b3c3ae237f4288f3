"""The rules of the house itself: what a reader may rely on without opening a module."""
