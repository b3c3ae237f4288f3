"""How it stands with the team's server, as a value and in words for the top line."""

from __future__ import annotations

from enum import StrEnum

from agentconsole.clock import local_offset
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, n_
from agentconsole.workspace.signed import Signed, end_in_words

APART = 30_000
"""Milliseconds between two clocks from which on both are shown."""


class Link(StrEnum):
    """What the line to the server is like."""

    CONNECTING = "connecting"
    WELL = "well"
    CATCHING_UP = "catching up"
    OFFLINE = "offline"
    SIGNED_OUT = "signed out"
    TOO_OLD = "too old"


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` is when it began, in epoch ms; `percent` how much of the log is here; `words` a reason worth telling."""

    link: Link
    since: int = 0
    percent: int = 0
    drafts: int = 0
    words: str = ""
    ends_at: int | None = None
    """When the session ends however much it is used, as far as that is known."""
    indexed: int = 100
    """How much of what was copied can be searched, in percent."""

    @property
    def is_reachable(self) -> bool:
        """Whether the server can be asked right now."""
        return self.link in (Link.WELL, Link.CATCHING_UP)


def in_words(standing: Standing, now: int, to_send: int) -> str:
    """The top line's words; empty while everything is well and sent."""
    match standing.link:
        case Link.WELL if standing.ends_at is not None and Signed(ends_at=standing.ends_at).is_ending(now):
            return end_in_words(standing.ends_at, now)
        case Link.WELL if to_send:
            return _("{count} to send").format(count=to_send)
        case Link.WELL:
            words = _("indexing {percent} %").format(percent=standing.indexed)
            return words if standing.indexed < 100 else ""
        case Link.CONNECTING:
            return _("connecting")
        case Link.CATCHING_UP:
            return _("catching up {percent} %").format(percent=standing.percent)
        case Link.OFFLINE:
            words = _("offline {span}, {count} to send") if to_send else _("offline {span}")
            return words.format(span=_span(now - standing.since), count=to_send)
        case Link.SIGNED_OUT:
            return _signed_out(to_send, standing.drafts)
        case Link.TOO_OLD:
            return _("read only: update agentconsole")


def told_apart(words: str, now: int, ahead: int) -> str:
    """The words, with both times where the server's clock is too far `ahead` of this machine's (or behind, below 0):
    the most common cause of "I did check in on time" (protocol.md, 3.11)."""
    if abs(ahead) <= APART:
        return words
    there, here = (_time(at) for at in (now, now - ahead))
    told = _("{words}; server {there}, here {here}")
    return told.format(words=words or _("sync ok"), there=there, here=here)


def _time(at: int) -> str:
    seconds = (at + local_offset(at)) // 1_000 % 86_400
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _signed_out(to_send: int, drafts: int) -> str:
    updates = n_("{count} update", "{count} updates", to_send).format(count=to_send) if to_send else ""
    texts = n_("{count} draft", "{count} drafts", drafts).format(count=drafts) if drafts else ""
    kept = _("{updates} and {drafts}").format(updates=updates, drafts=texts) if updates and texts else updates or texts
    words = n_("signed out: {kept} is safe here", "signed out: {kept} are safe here", to_send + drafts)
    return words.format(kept=kept) if kept else _("signed out")


def _span(ms: int) -> str:
    """Minutes and seconds, hours and minutes from the first hour on."""
    minutes, seconds = divmod(max(0, ms) // 1_000, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}"
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=f"{minutes % 60:02}")
