"""The agent's own keys over the defaults: read, checked, and turned into bindings."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_letters, digits
from unicodedata import name as unicode_name

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _
from agentconsole.tui.commands import BY_ID, COMMANDS, Command, Scope, clashes, keys_in_words, scoped
from agentconsole.tui.presets import PRESETS

UNREACHABLE = {
    "ctrl+m": N_("it arrives as Enter"),
    "ctrl+i": N_("it arrives as Tab"),
    "ctrl+left_square_bracket": N_("it arrives as Esc"),
    "ctrl+enter": N_("most terminals do not send it"),
    "shift+enter": N_("most terminals do not send it"),
    "alt+enter": N_("it arrives as Enter"),
    "ctrl+space": N_("input methods take it"),
}
"""Keys that a plain terminal, tmux or an input method turns into something else."""

NAMED = frozenset(key.value for key in Keys) | frozenset(KEY_NAME_REPLACEMENTS.values()) | {"space", "pagedown"}
MODIFIERS = frozenset({"ctrl", "shift", "alt"})
MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
ALTS = frozenset(ascii_letters + digits + MARKS)
"""What can be a key together with Alt."""
LETTER_SCOPES = (Scope.READING, Scope.QUEUE, Scope.TRANSCRIPT)
"""Where single characters act; in the list of places and in dialogs they are answers to a question."""
SAME = {"goto.menu": "leader.goto"}
"""By a command without a key, as when single letters are off: the command that does the same."""
UNBOUND = "none"
"""What a user writes to take a key away from a command."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """Keys by command id, only those that differ from the table; and what was wrong with the rest, in words."""

    keys: Mapping[str, str]
    problems: tuple[str, ...] = ()

    def of(self, command_id: str) -> str:
        """The keys of a command as they are now, comma-separated."""
        return self.keys.get(command_id, BY_ID[command_id].key)

    def words(self, command_id: str) -> str:
        """The first key of a command as a person reads it, or of the one that does the same; empty without one."""
        own = keys_in_words(self.of(command_id).split(",")[0])
        return self.words(SAME[command_id]) if not own and command_id in SAME else own

    def shown(self, command_id: str) -> str:
        """How a hint names the command: by its key, without one by its title."""
        return self.words(command_id) or _(BY_ID[command_id].title)

    def shown_while_typing(self, command_id: str) -> str:
        """The same where letters are words: a key that is a character is one behind the key that leaves the text."""
        key = self.shown(command_id)
        is_a_character = len(key) == 1 and BY_ID[command_id].scope is Scope.READING
        return f"{self.shown('nav.back')} {key}" if is_a_character else key

    @property
    def alts(self) -> frozenset[str]:
        """The characters that are keys together with Alt."""
        bound = {key for each in COMMANDS for key in self.of(each.id).split(",") if key.startswith("alt+")}
        return frozenset(each for each in ALTS if normal(f"alt+{each}") in bound)

    def by_key(self, scope: Scope) -> dict[str, Command]:
        """The commands of a scope by each of their keys, for a widget that answers keys itself."""
        return {key: each for each in scoped(scope) for key in self.of(each.id).split(",") if key}


DEFAULT = Keymap({})


def read_keymap(chosen: Mapping[str, str], preset: str = "default", *, letters: bool = True) -> Keymap:
    """The agent's keys by id, over those of a preset. A bad entry keeps its default and is told of; nothing is ever
    silently lost. Without `letters` no single character acts where nothing is typed (WCAG 2.1.4)."""
    kept = dict(PRESETS[preset])
    own: set[str] = set()
    problems: list[str] = []
    for name, text in chosen.items():
        keys = ",".join(normal(key) for key in text.split(",") if key.strip() or text == ",")
        fault = _fault(name, keys)
        if fault:
            problems.append(fault)
        else:
            kept[name] = "" if keys == UNBOUND else keys
            own.add(name)
    while found := [clash for clash in clashes(kept) if own & set(clash[1:])]:
        key, *ids = found[0]
        name = next(each for each in ids if each in own)
        own.discard(name)
        _give_back(kept, name, PRESETS[preset])
        other = next(each for each in ids if each != name)
        taken = _('{name}: {key} already belongs to "{title}" ({other})')
        title = _(BY_ID[other].title)
        problems.append(taken.format(name=name, key=keys_in_words(key), title=title, other=other))
    return Keymap(kept if letters else _without_letters(kept), tuple(problems))


def _give_back(kept: dict[str, str], name: str, preset: Mapping[str, str]) -> None:
    if name in preset:
        kept[name] = preset[name]
    else:
        del kept[name]


def _without_letters(kept: Mapping[str, str]) -> dict[str, str]:
    silent = dict(kept)
    for each in scoped(*LETTER_SCOPES):
        keys = [key for key in kept.get(each.id, each.key).split(",") if key]
        left = ",".join(key for key in keys if not _is_letter(key))
        if left != ",".join(keys):
            silent[each.id] = left
    return silent


def _is_letter(key: str) -> bool:
    """Whether the key types a character that is seen: a letter, a digit or a mark, and no space."""
    return len(key) == 1 or _is_mark(key)


def _fault(name: str, keys: str) -> str:
    if name not in BY_ID:
        return _("{name}: there is no such command").format(name=name)
    if not keys:
        return _("{name}: name a key, or `{unbound}` to take it away").format(name=name, unbound=UNBOUND)
    for key in keys.split(","):
        if key in UNREACHABLE:
            words = _("{name}: {key} cannot be used, {why}")
            return words.format(name=name, key=keys_in_words(key), why=_(UNREACHABLE[key]))
        if key != UNBOUND and not _exists(key):
            return _("{name}: there is no key called {key}").format(name=name, key=repr(key))
    return ""


def normal(key: str) -> str:
    """A key as Textual names it: `?` is `question_mark`, ` Ctrl+P ` is `ctrl+p`."""
    key = key.strip()
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    last = _named(last) if len(last) == 1 else last.lower()
    return "+".join([*(each.lower() for each in modifiers), last])


def _named(character: str) -> str:
    """A punctuation mark by the name Textual gives it; letters and digits are their own names."""
    if character.isalnum():
        return character
    name = unicode_name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _exists(key: str) -> bool:
    *modifiers, last = key.split("+")
    if not MODIFIERS.issuperset(modifiers):
        return False
    return key in NAMED or last in NAMED or (len(last) == 1 and last.isalnum()) or _is_mark(last)


def _is_mark(name: str) -> bool:
    return any(_named(character) == name for character in MARKS)


def bindings(*scopes: Scope) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """The bindings of these scopes for a class body.

    All have priority: they then run in the order the keys were pressed, while others travel up the tree first
    and would be overtaken by the next key of a fast hand. A composer takes its keys out by `check_consume_key`.
    """
    return [
        Binding(each.key, each.action, each.title, show=False, priority=True, id=each.id)
        for each in scoped(*scopes)
        if each.key
    ]


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """The keymap as `App.set_keymap` takes it: an unbound command gets a key nobody can press."""
    return {name: keys or "f24" for name, keys in keymap.keys.items() if BY_ID[name].key}
