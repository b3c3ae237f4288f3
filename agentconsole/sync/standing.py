"""How it stands with the team's server, as a value and in words for the top line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agentconsole.clock import local_offset
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
            return f"{to_send} to send"
        case Link.WELL:
            return f"indexing {standing.indexed} %" if standing.indexed < 100 else ""
        case Link.CONNECTING:
            return "connecting"
        case Link.CATCHING_UP:
            return f"catching up {standing.percent} %"
        case Link.OFFLINE:
            waiting = f", {to_send} to send" if to_send else ""
            return f"offline {_span(now - standing.since)}{waiting}"
        case Link.SIGNED_OUT:
            kept = [_count(to_send, "update"), _count(standing.drafts, "draft")]
            safe = " and ".join(each for each in kept if each)
            verb = "is" if to_send + standing.drafts == 1 else "are"
            return f"signed out: {safe} {verb} safe here" if safe else "signed out"
        case Link.TOO_OLD:
            return "read only: update agentconsole"


def told_apart(words: str, now: int, ahead: int) -> str:
    """The words, with both times where the server's clock is too far `ahead` of this machine's (or behind, below 0):
    the most common cause of "I did check in on time" (protocol.md, 3.11)."""
    if abs(ahead) <= APART:
        return words
    there, here = (_time(at) for at in (now, now - ahead))
    return f"{words or 'sync ok'}; server {there}, here {here}"


def _time(at: int) -> str:
    seconds = (at + local_offset(at)) // 1_000 % 86_400
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _count(n: int, what: str) -> str:
    return "" if n == 0 else f"{n} {what}" if n == 1 else f"{n} {what}s"


def _span(ms: int) -> str:
    """Minutes and seconds, hours and minutes from the first hour on."""
    minutes, seconds = divmod(max(0, ms) // 1_000, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60} h {minutes % 60:02} min"
