"""What is kept ready, put into a text by a line of its own: `::name` a response, `??name` an article."""

from __future__ import annotations

from agentconsole.domain.knowledge.canned import Canned, filled
from agentconsole.domain.words.blanks import first_unfilled, unfilled
from agentconsole.domain.words.markdown import plain
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.workspace.api import Door
from agentconsole.workspace.knowing import facts

RESPONSE, ARTICLE = "::", "??"
LISTED = 30
LINK = " link"
"""Behind the name of an article: its address goes in, and not its text."""


class NotReady(Exception):
    """Nothing is put in; the message says what there is, or what is missing."""


def is_wanted(line: str) -> bool:
    """Whether the line asks for something that is kept ready."""
    return line.lstrip().startswith((RESPONSE, ARTICLE))


def response_in(door: Door, line: str) -> Canned | None:
    """The response the line names; None for an article. Raises NotReady."""
    if not line.lstrip().startswith(RESPONSE):
        return None
    name = line.lstrip().removeprefix(RESPONSE).split(maxsplit=1)[:1]
    known = {each.name: each for each in door.canned()}
    found = _one(name[0] if name else "", tuple(known))
    if found:
        return known[found]
    lines = [f"::{each.name}  {safe.line(each.body)}" for each in known.values()]
    raise NotReady("\n".join(lines[:LISTED]) or _("No responses are kept yet."))


def put_in(door: Door, conversation_id: str, line: str) -> str:
    """The words that stand for the line: a response with its names filled in, its blanks by what is typed behind the
    name, `|` between them; or an article. Raises NotReady."""
    response = response_in(door, line)
    return _article(door, line) if response is None else _response(door, conversation_id, response, line)


def _response(door: Door, conversation_id: str, it: Canned, line: str) -> str:
    words = filled(it.body, facts(door, conversation_id))
    blanks = unfilled(words)
    typed = [part.strip() for part in line.lstrip().partition(" ")[2].split("|") if part.strip()]
    if len(typed) < len(blanks):
        wanted = " | ".join(blank.upper() for blank in blanks)
        raise NotReady(_("It has blanks: write ::{name} {wanted}").format(name=it.name, wanted=wanted))
    for part in typed[: len(blanks)]:
        start, end = first_unfilled(words) or (0, 0)
        words = f"{words[:start]}{part}{words[end:]}"
    return words


def _article(door: Door, line: str) -> str:
    name = line.strip().removeprefix(ARTICLE).strip()
    found = door.knowledge.articles(name.removesuffix(LINK), LISTED)
    chosen = next((each for each in found if each.name == name.removesuffix(LINK)), None)
    chosen = chosen or (found[0] if len(found) == 1 else None)
    if chosen is None:
        raise NotReady(
            "\n".join(f"??{each.name}  {safe.line(each.title)}" for each in found) or _("No article has these words.")
        )
    if name.endswith(LINK):
        return f"{chosen.title}: {chosen.address}"
    return plain(chosen.body)


def _one(name: str, names: tuple[str, ...]) -> str:
    """The name that is meant: exactly it, else the only one that begins so."""
    begun = [each for each in names if name and each.startswith(name)]
    return name if name in names else begun[0] if len(begun) == 1 else ""
