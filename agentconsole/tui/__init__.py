"""The console's screens: the only package that knows Textual, looking at the rest through the workspace alone."""
