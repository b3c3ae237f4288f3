"""What the console may write to a terminal while it runs, as a list of everything allowed; all else is a finding."""

from __future__ import annotations

import re

ALLOWED = re.compile(
    r"\x1b\[\d+;\d+H"  # the cursor goes to a cell
    r"|\x1b\[(?:0|(?:[1-9];)*(?:[34]8;2;\d+;\d+;\d+;?|[34]9;?)+)m"  # our themes' colours, and back to none
    r"|\x1b\[\?2026[hl]"  # a frame begins, a frame ends
    r"|\x1b\[\?25[hl]"
    r"|\x1b\]2;(?:\(\d+!\) )?agentconsole\x1b\\"
    r"|\x1b\]22;[a-z-]*\x07"  # the mouse pointer's shape
    r"|\r?\n"  # Textual ends the rows of a whole screen so, and the pty puts a CR before it
)
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
"""Controls, marks that reorder or hide, and what is no text: none of them is ever drawn."""
SEEN = 40
"""Characters shown of the surroundings of a finding."""


def findings(raw: bytes) -> list[str]:
    """Everything in `raw` that is neither text one can see nor a sequence of our own."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"no UTF-8 at {error.start}: {raw[error.start : error.start + SEEN]!r}"]
    rest = ALLOWED.sub("", text)
    return [_around(rest, match.start()) for match in FORBIDDEN.finditer(rest)][:20]


def _around(text: str, at: int) -> str:
    return f"U+{ord(text[at]):04X} in {text[max(0, at - SEEN) : at + SEEN]!r}"
