"""What screens show of team leads' work: frozen values for the board, the conversation's pane and the dialogs."""

from __future__ import annotations

from dataclasses import dataclass

from agentconsole.domain.clocks import Clock
from agentconsole.domain.ladder import Rung
from agentconsole.domain.oversight import Mode
from agentconsole.workspace.views import QueueRow


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung: who is on it now, by the names colleagues use, and what they may grant, in words; empty for none."""

    rung: Rung
    on_now: tuple[str, ...]
    may_grant: str
    is_here: bool
    """Whether the conversation that was asked about stands on this rung."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A conversation in which a lead is called. `words` says why in one line; `clock` is the escalation's own, None for
    a call to whisper; `is_for_me` whether whoever looks may answer it."""

    row: QueueRow
    holder: str
    by: str
    words: str
    since: int
    rung: str
    clock: Clock | None
    is_for_me: bool


@dataclass(frozen=True, slots=True)
class ReaderView:
    """A lead who is in the conversation, as far as whoever looks is shown it."""

    agent: str
    name: str
    mode: Mode
    since: int


@dataclass(frozen=True, slots=True)
class WordView:
    """A line said between a lead and an agent: who, when, and the text."""

    by: str
    name: str
    at: int
    body: str


@dataclass(frozen=True, slots=True)
class TakenView:
    """Who took it over from whom, by the names colleagues use."""

    by: str
    by_name: str
    from_agent: str
    from_name: str
    at: int


@dataclass(frozen=True, slots=True)
class ReturningView:
    """It goes back to `name` as soon as they have room."""

    to: str
    name: str
    summary: str
    since: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """A conversation somebody is asked to take, until `until`."""

    conversation_id: str
    contact_name: str
    to: str
    to_name: str
    by_name: str
    until: int


@dataclass(frozen=True, slots=True)
class OversightView:
    """All about leads and one conversation, for whoever looks.

    `mode` is how far they are in themselves, None when they are not. `whisper` and `summary` are for the holder,
    `unsent` what the agent before had not sent. `must_read` is set while the summary stands between them and a reply.
    """

    readers: tuple[ReaderView, ...]
    mode: Mode | None
    call: CallRow | None
    whisper: WordView | None
    summary: WordView | None
    must_read: bool
    unsent: WordView | None
    taken: TakenView | None
    returning: ReturningView | None
    offer: OfferView | None
    looked_at: int | None
    looked_by: str


@dataclass(frozen=True, slots=True)
class ToldView:
    """A word to the whole team."""

    name: str
    at: int
    body: str
