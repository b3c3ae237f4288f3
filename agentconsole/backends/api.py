"""What travels between a console and the team's server, as both ends know it: headers, limits and shapes."""

from __future__ import annotations

from typing import Literal

from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.saved_views import SavedView
from agentconsole.domain.values import dataclass

PROTOCOL = 1
PROTOCOL_HEADER = "AC-Protocol"
TIME_HEADER = "Server-Time"
"""The server's instant in epoch milliseconds, with every answer."""

LONGEST_BATCH = 50
LARGEST_BODY = 256 * 1024
"""Bytes of one request."""
LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes of one answer, unpacked: a page of events with long mails in it stays far below."""
LONGEST_ID = 64
"""Characters of a command's id, and of a terminal's."""
LONGEST_QUESTION = 500
"""Ids of commands a console may ask about at once."""
LONGEST_OWN = 100
"""Responses of the caller's own told at once."""
TOO_NEW = "too_new"
"""The code of an answer: only a newer server may decide this, and nothing was done."""
SNAPSHOT_MEDIA = "application/vnd.agentconsole.snapshot+zstd"
LARGEST_SNAPSHOT = 8 << 30
"""Bytes of a first copy as it travels."""
LONGEST_WAIT = 25
"""Seconds a request for changes may wait for some."""
PING_SECONDS = 15
"""Between two signs of life on a stream of pokes."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one command of a batch. `status` is what a request of its own would have had; `receipt` is the
    receipt's exact text, empty unless it is 200; `code` and `words` say why there is none."""

    id: str
    status: int
    receipt: str = ""
    replayed: bool = False
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """One answer per command, in order; fewer when the server had to stop at one it could not decide."""

    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who begins a session. With `code`, the one-time code of a new account, `password` is the one to be set."""

    name: str
    password: str
    terminal: str
    label: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Renewal:
    """The password typed in place, which moves a session's last end on."""

    password: str


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The password there is, and the one that is to be from now on."""

    password: str
    new: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """One terminal signed in. `expires_ms`: when it ends unless used; `ends_ms`: its end however much it is used."""

    id: str
    agent: str
    terminal: str
    label: str
    created_ms: int
    seen_ms: int
    expires_ms: int
    ends_ms: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun; the token is told this once."""

    token: str
    session: SessionView


@dataclass(frozen=True, slots=True)
class Sessions:
    """The terminals signed in."""

    sessions: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class ServerTime:
    """The server's instant, and the protocols it speaks."""

    now_ms: int
    oldest_protocol: int
    protocol: int


@dataclass(frozen=True, slots=True)
class Receipts:
    """Receipts of one agent as their exact texts, newest first."""

    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """That the caller has typed a reply and not sent it, or has none any more; never the words."""

    conversation_id: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """When whoever holds a conversation, or held it before a lead took it over, last touched an unsent reply; 0 when
    none is known."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the audit trail; `seq` is the event to cite. What was whispered is not repeated here."""

    seq: int
    at: int
    actor: str
    kind: str
    conversation_id: str
    words: str
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """The newest lines of it, newest first."""

    lines: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What is the caller's own after event `seq` of the history called `epoch`, or a little later: responses by name,
    at most LONGEST_OWN with `more` behind them, and all views of the queue."""

    epoch: str
    seq: int
    responses: tuple[Canned, ...]
    views: tuple[SavedView, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class DraftTold:
    """What the caller has typed on this computer and not sent; empty when it is none any more."""

    conversation_id: str
    visibility: Literal["public", "internal"]
    body: str


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """The same as the caller is told of it. `terminal` and `label` say on which computer; `is_here` that it is the one
    that asks."""

    conversation_id: str
    visibility: Literal["public", "internal"]
    body: str
    saved_ms: int
    terminal: str
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class DraftsSeen:
    """All of them, the newest first."""

    drafts: tuple[DraftSeen, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Ids of one's own commands, at most LONGEST_QUESTION."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Which of them the server has given a receipt for. `restored_to_ms` is up to when its history is the one before
    its last restore from a backup; 0 when there was none, or nobody wrote it down."""

    known: tuple[str, ...]
    restored_to_ms: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What a contacts' system delivers: one thing a contact did, by the system's own ids of conversation and message.
    `happened` is `message`, `left` or `asks_to_close`."""

    conversation: str
    happened: str = "message"
    message: str = ""
    body: str = ""
    subject: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a delivery went: our number of the conversation, and whether it was news."""

    conversation: str
    outcome: str
    is_news: bool
    words: str


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """Why a request failed (RFC 9457). `code` is for programs, `detail` one plain sentence for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
