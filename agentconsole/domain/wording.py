"""Whether words stand in a text that may have gone on around them."""

from __future__ import annotations

import re


def stands_in(words: str, text: str) -> bool:
    """Whether the text holds them as they are: `ok` stands in `ok, done`, and not in `look`."""
    return re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text) is not None
