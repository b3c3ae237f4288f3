"""What the prompt says about itself, and which commands it leaves to a shell."""

from __future__ import annotations

from agentconsole.cli.line_mode.typed import LETTERS

ELSEWHERE = frozenset({"serve", "server", "simulate", "login", "logout", "restore", "resident", "man", "completion"})
"""Commands that want a shell of their own."""
WORDS = (
    ("queue", "what is yours and what waits, the most urgent first"),
    ("open 1043", "read it; verbs are about it then"),
    ("next", "take the chat that waits longest"),
    ("due", "open what breaks first"),
    ("> Hello ...", "reply to the open one (also: reply 1043 Hello)"),
    ("note ...", "for the team only"),
    ("reply", "alone: type as many lines as you like, . sends"),
    ("hush, talk", "events wait for Enter, or come"),
    ("renew", "your password: the session goes on"),
    ("help chats", "a page of the manual"),
)
"""What is typed most, and what it does."""
VERBS = """\
claim, release, transfer, update, acknowledge, progress, hold, resume, pend, snooze, resolve, wrap-up, reopen, undo, \
tag, categorise, identity, fault, link, merge, why: the same words as on the command line, --help behind each
available, break, offline     search WORDS     receipts     who     quit
Every letter of the screens works, too: """ + " ".join(LETTERS)
GAP = 4


def help_lines(width: int) -> list[str]:
    """The help, one line a word, or two where `width` cells hold two."""
    typed = max(len(word) for word, _ in WORDS) + 2
    lines = [f"{word:<{typed}}{meaning}" for word, meaning in WORDS]
    left = max(map(len, lines[::2])) + GAP
    if left + max(map(len, lines[1::2])) <= width:
        lines = [f"{one:<{left}}{other}" for one, other in zip(lines[::2], lines[1::2], strict=True)]
    return [*lines, *VERBS.splitlines()]
