"""Canned responses: text with placeholders, and what else is to be done when one is used; pure and checked when kept.

`{{contact}}` and its like are filled in from the conversation; what it does not tell becomes a blank, `{{?contact}}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never

from agentconsole.domain.calls.commands import PromiseCallback
from agentconsole.domain.commands import Categorise, Command, OnConversation, Pend, Reply, ReportProgress, Resolve, Tag
from agentconsole.domain.promises.service_levels import lasting
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.domain.values import dataclass

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_BODY = 20_000
MOST_DEEDS = 10
VARIABLES = {
    "contact": "the contact's name",
    "first": "the first word of it",
    "email": "their e-mail address",
    "number": "the conversation's number",
    "subject": "what it is about",
    "category": "its category",
    "agent": "your first name",
    "agent_full": "your full name",
    "team": "the queue it came in by",
}
"""What can be filled in, and with what."""
EXAMPLES = "tag:refund, category:billing, pend:contact, promise:2h, resolve"
"""How what is done besides is written."""
_SPAN = re.compile(r"(?:(\d{1,2})d)?(?:(\d{1,2})h)?(?:(\d{1,3})m)?")
_KNOWN = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


class Deed(StrEnum):
    """What a macro may do besides the words."""

    TAG = "tag"
    CATEGORY = "category"
    PEND = "pend"
    PROMISE = "promise"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class Canned:
    """One response. `owner` is the agent whose own it is, empty for the team's; `deeds` are written as in EXAMPLES, and
    done after the words, in their order."""

    name: str
    body: str
    owner: str = ""
    deeds: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether the whole team uses it."""
        return not self.owner


def filled(body: str, facts: Mapping[str, str]) -> str:
    """The words with what is known; what is not, or has no words, is left for the agent as `{{?name}}`."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name not in VARIABLES:
            return match[0]
        # A contact may be called like a placeholder: braces in a name fill in nothing.
        return facts.get(name, "").strip().replace("{{", "{ {") or f"{{{{?{name}}}}}"

    return _KNOWN.sub(fill, body)


def written(deeds: tuple[str, ...]) -> str:
    """What is to be done once a reply is sent, as it is kept beside its draft."""
    return "\n".join(deeds)


def read(kept: str) -> tuple[str, ...]:
    """The deeds `written` kept, as far as they can be done."""
    lines = dict.fromkeys(kept.split("\n"))
    return tuple(each for each in lines if each and not _fault_in_deed(each))


def unknown_variable(body: str) -> str:
    """The first placeholder that nothing fills in; empty when there is none."""
    return next((match[1] for match in _KNOWN.finditer(body) if match[1] not in VARIABLES), "")


def fault_in(canned: Canned) -> str:
    """Why it cannot be kept, in one sentence; empty when it can."""
    if not NAME.fullmatch(canned.name):
        return "A response is called by at most 40 of a-z, 0-9 and dash, such as dns-wait."
    if not canned.body.strip() and not canned.deeds:
        return "A response without words and deeds is none."
    if len(canned.body) > LONGEST_BODY:
        return f"A response may have {LONGEST_BODY:,} characters."
    if unknown := unknown_variable(canned.body):
        known = ", ".join(VARIABLES)
        return f"{{{{{unknown}}}}} cannot be filled in; there are {known}, and {{{{?words}}}} for you."
    if len(canned.deeds) > MOST_DEEDS:
        return f"A response does at most {MOST_DEEDS} things."
    return next(filter(None, map(_fault_in_deed, canned.deeds)), "")


def _fault_in_deed(deed: str) -> str:
    kind, _, value = deed.partition(":")
    if kind not in set(Deed):
        return f"{deed!r} is nothing a response can do; there are {', '.join(Deed)}."
    if kind in (Deed.TAG, Deed.CATEGORY) and not value.strip():
        return f"{deed!r} names nothing; write {kind}:words."
    if kind == Deed.PEND and not _waits(value):
        return f"{deed!r}: write pend:contact, or pend:others and whom, such as pend:others the registry."
    if kind == Deed.PROMISE and not _span(value):
        return f"{deed!r}: write promise: and how long from then, such as promise:30m, promise:2h or promise:1d."
    return ""


def _waits(value: str) -> tuple[WaitsOn, str] | None:
    """On whom it waits, and who that is by name; None for words that say neither."""
    on, _, whom = value.strip().partition(" ")
    if on == WaitsOn.CONTACT and not whom:
        return WaitsOn.CONTACT, ""
    return (WaitsOn.OTHERS, whom.strip()) if on == WaitsOn.OTHERS and whom.strip() else None


def _span(value: str) -> int:
    """The milliseconds of `30m`, `2h`, `1d12h`; 0 for what is none."""
    found = _SPAN.fullmatch(value.strip())
    return lasting(found.groups()) if found else 0


def sent_with(deeds: tuple[str, ...], words: OnConversation, channel: Channel, now: int) -> tuple[Command, ...]:
    """What sending the words does: they, and the deeds in their order. On a ticket the words themselves promise when
    there will be more, as a progress report does."""
    promised, others = promised_by_words(deeds, channel)
    if promised and isinstance(words, Reply):
        words, deeds = ReportProgress(words.conversation_id, words.body, now + promised), others
    return (words, *commands_of(deeds, words.conversation_id, now))


def promised_by_words(deeds: tuple[str, ...], channel: Channel) -> tuple[int, tuple[str, ...]]:
    """In how many milliseconds a reply with these deeds says that there will be more, which only a ticket's does; and
    the deeds that are left to do. 0 and all of them where it promises nothing."""
    if channel is not Channel.TICKET:
        return 0, deeds
    others = tuple(each for each in deeds if not each.startswith(f"{Deed.PROMISE}:"))
    return next((_span(each.partition(":")[2]) for each in deeds if each not in others), 0), others


def commands_of(deeds: tuple[str, ...], conversation_id: str, now: int) -> tuple[Command, ...]:
    """What is to be done besides the words."""
    return tuple(_command(deed, conversation_id, now) for deed in deeds)


def _command(deed: str, conversation_id: str, now: int) -> Command:
    word, _, value = deed.partition(":")
    kind = Deed(word)
    match kind:
        case Deed.TAG:
            return Tag(conversation_id, add=(value.strip(),))
        case Deed.CATEGORY:
            return Categorise(conversation_id, value.strip())
        case Deed.PEND:
            on, whom = _waits(value) or (WaitsOn(value), "")
            return Pend(conversation_id, on, whom)
        case Deed.PROMISE:
            return PromiseCallback(conversation_id, now + _span(value))
        case Deed.RESOLVE:
            return Resolve(conversation_id)
        case _:
            assert_never(kind)
