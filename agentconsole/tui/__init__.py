"""The console's screens: the only package that knows Textual, looking at the rest through the workspace alone."""

import os

# Textual reads this once, when it is imported: how long a lone Escape may turn out to be the start of another key.
# Its 100 ms are felt with each Esc; the bytes of one key arrive together, and whoever sits behind a slow line can
# still set the variable.
os.environ.setdefault("ESCDELAY", "10")
