"""Whether a text puts a question, in any script: then the contact speaks next."""

from __future__ import annotations

import re

QUESTION = re.compile(r"[？؟]|\?(?![\w=&%/#.-])")
"""A question mark of any script, but not the one that begins the query of a web address."""


def asks(body: str) -> bool:
    """Whether the words put a question to whoever reads them."""
    return QUESTION.search(body) is not None
