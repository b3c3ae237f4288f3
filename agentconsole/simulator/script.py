"""Scripts: a simulated contact's part in a conversation, what they answer us, and what moves them on."""

from __future__ import annotations

from collections.abc import Container, Iterator
from enum import StrEnum
from importlib.resources.abc import Traversable
from random import Random

from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass
from agentconsole.simulator.hostile import Payload, load_hostile
from agentconsole.simulator.lines import AgentLines, Part, load_agent_lines
from agentconsole.simulator.reading import ScriptError, entries, read, unique
from agentconsole.simulator.team import Team, load_team

__all__ = [
    "AgentLines",
    "Mood",
    "Part",
    "Payload",
    "Persona",
    "Script",
    "ScriptError",
    "Team",
    "Turn",
    "answer",
    "cue",
    "load_agent_lines",
    "load_hostile",
    "load_scripts",
    "load_team",
]

Burst = str | tuple[str, ...]
"""One message, or several short ones written right after each other."""


class Mood(StrEnum):
    """How a contact feels about having to write to us."""

    CALM = "calm"
    WORRIED = "worried"
    ANGRY = "angry"
    CONFUSED = "confused"
    GRATEFUL = "grateful"
    TERSE = "terse"
    CHATTY = "chatty"


@dataclass(frozen=True, slots=True)
class Persona:
    """Who plays the contact; addresses and numbers are reserved for fiction."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the contact says after we spoke: `says` when our words hold one of `when`, else `otherwise`."""

    otherwise: tuple[Burst, ...]
    when: tuple[str, ...] = ()
    says: tuple[Burst, ...] = ()
    after: int = 45
    """Seconds until the contact typically answers."""

    def hears(self, our_text: str) -> bool:
        """Whether our words hold one the contact waits for."""
        return self.hits(our_text) > 0

    def hits(self, our_text: str) -> int:
        """How many of the words the contact waits for are in ours."""
        heard = our_text.casefold()
        return sum(word.casefold() in heard for word in self.when)


@dataclass(frozen=True, slots=True)
class Script:
    """One contact's whole part in one conversation."""

    id: str
    channel: Channel
    language: str
    subject: str
    category: str
    mood: Mood
    patience: int
    """Seconds without a word from us before the contact grows impatient."""
    contact: Persona
    opening: tuple[str, ...]
    turns: tuple[Turn, ...]
    impatient: tuple[str, ...]
    leaves: tuple[str, ...]
    thanks: tuple[str, ...]
    asks_to_close: bool = False
    """Whether the contact's last words ask us to close."""
    returns: tuple[str, ...] = ()
    """What they write when they come back to a closed chat."""


def answer(script: Script, turn_index: int, our_text: str, pick: Random) -> tuple[str, ...]:
    """What the contact says after our last public text: a branch of the turn, thanks after the last."""
    if turn_index >= len(script.turns):
        return (pick.choice(script.thanks),)
    turn = script.turns[turn_index]
    branch = turn.says if turn.hears(our_text) else turn.otherwise
    burst = pick.choice(branch)
    return (burst,) if isinstance(burst, str) else burst


def cue(script: Script, turn_index: int, lines: AgentLines, pick: Random, said: Container[str] = ()) -> str:
    """What a good agent says to be answered with `says`: the line with most of the words the contact waits for.

    Lines in `said` are not repeated while others fit. Equal lines: asking first, solving last; after the last
    turn a closing line.
    """
    if turn_index >= len(script.turns):
        return pick.choice(lines.variants(Part.CLOSING, script.channel, script.category, script.language))
    turn = script.turns[turn_index]
    ranked = [
        ((turn.hears(text), text not in said, turn.hits(text), -rank), text)
        for rank, part in enumerate(_parts_at(turn_index, len(script.turns)))
        for text in lines.variants(part, script.channel, script.category, script.language)
    ]
    best, _ = max(ranked)
    return pick.choice([text for fit, text in ranked if fit == best])


def load_scripts(folder: Traversable, part: str = "conversations") -> tuple[Script, ...]:
    """Every script of `folder/part/*.toml`, in the order of file names and entries.

    Raises:
        ScriptError: a file is no TOML, or an entry is incomplete, misspelt or used twice.
    """
    files = sorted(folder.joinpath(part).iterdir(), key=lambda file: file.name)
    found = tuple(script for file in files if file.name.endswith(".toml") for script in _scripts_of(file))
    unique([script.id for script in found], part)
    return found


def _scripts_of(file: Traversable) -> Iterator[Script]:
    for row, where in entries(file, "conversation"):
        script = read(Script, row, where)
        _check(script, where)
        yield script


def _check(script: Script, where: str) -> None:
    """Refuse a script in which somebody would be left without a word to say."""
    for name in ("opening", "turns", "impatient", "leaves", "thanks"):
        if not getattr(script, name):
            raise ScriptError(f"{where}: `{name}` is empty")
    for number, turn in enumerate(script.turns, 1):
        if not turn.otherwise or bool(turn.when) != bool(turn.says):
            raise ScriptError(f"{where}: turn {number} needs `otherwise`, and `when` only together with `says`")


def _parts_at(turn_index: int, turns: int) -> tuple[Part, ...]:
    """The parts of the talk an agent would try at this turn, the likeliest first."""
    if turn_index == turns - 1:
        return (Part.SOLUTION, Part.EXPLANATION, Part.QUESTION)
    if turn_index == 0:
        return (Part.QUESTION, Part.EXPLANATION, Part.SOLUTION)
    return (Part.EXPLANATION, Part.QUESTION, Part.SOLUTION)
