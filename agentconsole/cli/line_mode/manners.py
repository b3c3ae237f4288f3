"""What the prompt says about itself, and which commands it leaves to a shell."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.cli.line_mode.short import LETTERS, NOUNS, OTHERS
from agentconsole.tongue import N_, _

ELSEWHERE = frozenset(
    {"serve", "server", "simulate", "login", "logout", "restore", "resident", "man", "completion", "web"}
    | {"auth password", "config edit"}
)
"""Commands that want a shell of their own."""
WORDS = (
    ("queue", N_("what is yours and what waits, the most urgent first")),
    ("open 1043", N_("read it; verbs are about it then")),
    ("next", N_("take the chat that waits longest")),
    ("due", N_("open what breaks first")),
    ("> Hello ...", N_("reply to the open one (also: reply 1043 Hello)")),
    ("note ...", N_("for the team only")),
    ("reply", N_("alone: type as many lines as you like, . sends")),
    ("hush, talk", N_("events wait for Enter, or come")),
    ("renew", N_("your password: the session goes on")),
    ("help chats", N_("a page of the manual")),
)
"""What is typed most, and what it does."""
VERBS = """\
claim, release, transfer, update, acknowledge, no-answer, progress, hold, resume, pend, snooze, resolve, follow-up, \
wrap-up, reopen, undo, tag, categorise, identity, fault, link, merge, why"""
ALSO = "available, break, offline     search WORDS     receipts     who     board     quit"
GAP = 4


def help_lines(width: int) -> list[str]:
    """The help, one line a word, or two where `width` cells hold two."""
    typed = max(len(word) for word, _ in WORDS) + 2
    lines = [f"{word:<{typed}}{_(meaning)}" for word, meaning in WORDS]
    left = max(map(len, lines[::2])) + GAP
    if left + max(map(len, lines[1::2])) <= width:
        lines = [f"{one:<{left}}{other}" for one, other in zip(lines[::2], lines[1::2], strict=True)]
    same = _("{verbs}: the same words as on the command line, --help behind each").format(verbs=VERBS)
    letters = _("These letters of the screens work, too: {letters}").format(letters=", ".join(_letters()))
    return [*lines, same, ALSO, letters, _("g and a letter goes to a place; g alone lists them.")]


def _letters() -> Iterator[str]:
    """Each word that has letters, behind them: `a claim`, `e E resolve`."""
    words = {**LETTERS, **{key: " ".join(line) for key, line in NOUNS.items()}, **OTHERS}
    for word in dict.fromkeys(words.values()):
        yield f"{' '.join(key for key, means in words.items() if means == word)} {word}"
