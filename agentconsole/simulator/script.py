"""Scripts: what simulated contacts and agents say, read from the fixtures, and the answer a contact gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from random import Random

from agentconsole.domain.agent import Role
from agentconsole.domain.conversation import Channel
from agentconsole.simulator.reading import ScriptError, entries, read, unique

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


class Part(StrEnum):
    """What a line of an agent is for."""

    GREETING = "greeting"
    QUESTION = "question"
    EXPLANATION = "explanation"
    UPDATE = "update"
    SOLUTION = "solution"
    CLOSING = "closing"


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


@dataclass(frozen=True, slots=True)
class Teammate:
    """An agent of the demo team and the extension their phone rings on."""

    id: str
    full_name: str
    role: Role
    extension: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A short code (a disposition, a category) and the words an agent reads for it."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Team:
    """The demo team, how its conversations may end, and what they may be about."""

    agents: tuple[Teammate, ...]
    dispositions: tuple[Coded, ...]
    categories: tuple[Coded, ...]


@dataclass(frozen=True, slots=True)
class AgentLine:
    """What agents say for one part of the talk; no channel or no category means any."""

    part: Part
    say: tuple[str, ...]
    channel: Channel | None = None
    category: str = ""
    language: str = "en"

    def fits(self, part: Part, channel: Channel, category: str, language: str) -> bool:
        """Whether an agent may say this here."""
        same = self.part is part and self.language == language
        return same and self.channel in (None, channel) and self.category in ("", category)


@dataclass(frozen=True, slots=True)
class AgentLines:
    """Everything simulated agents know to say."""

    lines: tuple[AgentLine, ...]

    def variants(self, part: Part, channel: Channel, category: str = "", language: str = "en") -> tuple[str, ...]:
        """The most specific lines that fit, category before channel; English where a language has none.

        Raises:
            ScriptError: not even a general English line exists for this part and channel.
        """
        fitting = [line for line in self.lines if line.fits(part, channel, category, language)]
        if fitting:
            best = max(_specificity(line) for line in fitting)
            return tuple(text for line in fitting if _specificity(line) == best for text in line.say)
        if language != "en":
            return self.variants(part, channel, category)
        raise ScriptError(f"agent_lines.toml: no {part} for {channel}")


@dataclass(frozen=True, slots=True)
class Payload:
    """One hostile input: given whole, as a unit repeated between two ends, or as raw bytes in hexadecimal."""

    name: str
    item: int
    """The group of hostile inputs it belongs to, 1 to 32."""
    whole: str = ""
    prefix: str = ""
    unit: str = ""
    """What is repeated; `{n}` in it becomes the number of the repetition."""
    suffix: str = ""
    repeat: int = 0
    bytes_hex: str = ""
    surrogates: bool = False
    """Whether `bytes_hex` spells lone surrogates as UTF-8 would, instead of plain broken bytes."""

    def text(self) -> str:
        """The payload as it would stand in a text field; bytes that are no UTF-8 become lone surrogates."""
        if self.bytes_hex:
            return bytes.fromhex(self.bytes_hex).decode("utf-8", self._spelling)
        if "{n}" in self.unit:
            middle = "".join(self.unit.replace("{n}", str(n)) for n in range(self.repeat))
        else:
            middle = self.unit * self.repeat
        return self.whole or self.prefix + middle + self.suffix

    def raw(self) -> bytes:
        """The payload as bytes on a wire."""
        return bytes.fromhex(self.bytes_hex) if self.bytes_hex else self.text().encode("utf-8", self._spelling)

    @property
    def _spelling(self) -> str:
        return "surrogatepass" if self.surrogates else "surrogateescape"


def answer(script: Script, turn_index: int, our_text: str, pick: Random) -> tuple[str, ...]:
    """What the contact says after our last public text: a branch of the turn, thanks after the last."""
    if turn_index >= len(script.turns):
        return (pick.choice(script.thanks),)
    turn = script.turns[turn_index]
    heard = our_text.casefold()
    branch = turn.says if any(word.casefold() in heard for word in turn.when) else turn.otherwise
    burst = pick.choice(branch)
    return (burst,) if isinstance(burst, str) else burst


def load_scripts(folder: Traversable) -> tuple[Script, ...]:
    """Every script of `folder/conversations/*.toml`, in the order of file names and entries.

    Raises:
        ScriptError: a file is no TOML, or an entry is incomplete, misspelt or used twice.
    """
    files = sorted(folder.joinpath("conversations").iterdir(), key=lambda file: file.name)
    found = tuple(script for file in files if file.name.endswith(".toml") for script in _scripts_of(file))
    unique([script.id for script in found], "conversations")
    return found


def load_team(folder: Traversable) -> Team:
    """The demo team of `folder/team.toml`.

    Raises:
        ScriptError: as for scripts.
    """
    file = folder.joinpath("team.toml")
    agents = tuple(read(Teammate, row, where) for row, where in entries(file, "agent"))
    endings = tuple(read(Coded, row, where) for row, where in entries(file, "disposition"))
    categories = tuple(read(Coded, row, where) for row, where in entries(file, "category"))
    for ids in (agents, endings, categories):
        unique([one.id for one in ids], file.name)
    return Team(agents, endings, categories)


def load_agent_lines(folder: Traversable) -> AgentLines:
    """What agents say, from `folder/agent_lines.toml`.

    Raises:
        ScriptError: as for scripts.
    """
    file = folder.joinpath("agent_lines.toml")
    return AgentLines(tuple(read(AgentLine, row, where) for row, where in entries(file, "line")))


def load_hostile(folder: Traversable) -> tuple[Payload, ...]:
    """The hostile inputs of `folder/hostile.toml`.

    Raises:
        ScriptError: as for scripts.
    """
    file = folder.joinpath("hostile.toml")
    found = tuple(read(Payload, row, where) for row, where in entries(file, "payload"))
    unique([payload.name for payload in found], file.name)
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


def _specificity(line: AgentLine) -> tuple[bool, bool]:
    return bool(line.category), line.channel is not None
