"""The line commands, a public promise, and `build.py`, the only place where the parts meet."""
