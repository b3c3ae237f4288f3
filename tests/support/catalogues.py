"""What is to be translated, read out of the code, and the catalogues that say it in another language.

`.venv/bin/python -m tests.support.catalogues [PART ...]` brings `agentconsole/locale/*/PART.po` up to date with the
code (what is new stands there empty, what is gone goes) and compiles each to its `.mo`.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from agentconsole import tongue
from agentconsole.cli.command_line import agentconsole
from agentconsole.cli.lines.help_words import words_of
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.queue import OWED
from agentconsole.tui.commands import COMMANDS
from agentconsole.workspace import audit_views

PACKAGE = Path(tongue.__file__).parent
LOCALE = PACKAGE / "locale"
KEYWORDS = {"_": 1, "N_": 1, "n_": 2}
"""What asks for words, and how many forms of them."""
Words = str | tuple[str, str]

RULES_FOLDERS = ("domain", "store", "engine", "backends", "sync", "credentials", "cli")
RULES_FILES = ("accounts", "problems", "routes_sessions", "sessions", "workers")
"""Modules of the server whose sentences reach whoever signs in, or is signed in."""
READERS = "channels"
"""The folder of what reads files: its complaints are parts of a line, no whole sentences."""
COMPLAINTS = {"BadRecord", "BadValue", "BadTime", "UnreadableFile", "UnreadableMail"}
"""What its modules complain by."""
FOR_CUSTOMERS = {"ownership_card.py", "compensation.py", "markdown.py", "values.py"}
"""Modules of the domain whose words are the customers', or no sentences."""
WORDED = {"doctor.py", "terminal_health.py", "durability.py"}
"""Modules outside the domain whose words are for people, whole sentences or not."""
PARSER = (
    *(
        "Missing argument {name}.",
        "Missing option {name}.",
        "Missing command.",
        "Choose from: {choices}.",
        "See `{command} --help`.",
    ),
    *("No such command {name}.", "No such option {name}.", "Did you mean {near}?"),
    *("Got unexpected extra argument ({words}).", "Got unexpected extra arguments ({words})."),
    *("Invalid value for {name}: {why}.", "Option {name} requires an argument."),
    *("{value} is not one of {choices}", "{value} is not a valid integer", "{value} is not a valid integer range"),
    *("{value} is not a valid float range", "{value} is not in the range {range}"),
    *("Path {path} does not exist", "File {path} does not exist", "File {path} is a directory"),
)
"""What the parser of the command line says by itself."""
KEPT = (
    *("in {path}, readable by you alone", "in this computer's keyring ({where})"),
    "in memory only ({error}): it ends with this console. {variable} may name a file to keep it in",
    "in memory only: the variable {variable} is set, and would be read instead",
    *("this computer has no keyring we trust", "the keyring is locked or refused"),
)
"""Where a session lies: the end of a sentence."""
PATTERNS = {"flags.py"}
"""Modules of the domain that look for phrases of customers: only their whole sentences are ours."""
SHORT_REMARKS = (
    *("resumed", "claimed", "released", "missed", "ended", "resolved", "reopened", "woken", "acknowledged"),
    *("reply", "note", "update", "whisper", "reminder", "answer", "text", "acknowledgement", "views", "responses"),
    *("ticket", "chat", "phone", "passed", "failed", "accepted", "incoming", "outgoing", "offline", "abuse"),
    *("resolved", "closed", "merged", "contact", "others", "us"),
    *("open", "watching", "solved", "duplicate", "sound", "default", "the variable {variable}"),
    "none: `agentconsole resident start` lets consoles open faster",
    "process {pid} keeps the screens loaded; `agentconsole resident stop` ends it",
)
"""Single words of the rules, which look like any other constant."""


def interface(folder: Path, without: frozenset[str] = frozenset()) -> Iterator[Words]:
    """Every `_`, `N_` and `n_` in the Python files of a folder and below it, `without` folders right below it."""
    for file in sorted(folder.rglob("*.py")):
        if file.relative_to(folder).parts[0] not in without:
            yield from asked(ast.parse(file.read_text(encoding="utf-8")))


def asked(tree: ast.AST) -> Iterator[Words]:
    """The words of every call that asks for some, in the order of the source, in formatted strings as well."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        many = KEYWORDS.get(tree.func.id, 0)
        words = [str(each.value) for each in tree.args[:many] if isinstance(each, ast.Constant)]
        if words and len(words) == many:
            yield words[0] if many == 1 else (words[0], words[1])
    for each in ast.iter_child_nodes(tree):
        yield from asked(each)


def command_words() -> Iterator[Words]:
    """Titles, hints, help and groups of the command table."""
    for each in COMMANDS:
        yield from (words for words in (each.title, each.help, each.footer, each.group) if words)


def usage() -> Iterator[Words]:
    """The help of every line command and of its options."""
    context = click.Context(agentconsole)
    groups: list[click.Group] = [agentconsole]
    while groups:
        group = groups.pop()
        yield from words_of(group)
        for name in group.list_commands(context):
            below = group.get_command(context, name)
            if isinstance(below, click.Group):
                groups.append(below)
            elif below is not None:
                yield from words_of(below)


def rules() -> Iterator[Words]:
    """The sentences of everything below the screens, with a place for each value."""
    yield from (*SHORT_REMARKS, *KEPT)
    yield from (words.partition(": ")[0] for words in audit_views.WORDS.values())
    yield from PARSER
    asked = [*usage(), *PARTS["lines"](), *PARTS["cli"](), *PARTS["workspace"]()]
    asked_for = {form for each in asked for form in (each if isinstance(each, tuple) else (each,))}
    files = [file for folder in RULES_FOLDERS for file in sorted((PACKAGE / folder).rglob("*.py"))]
    for file in [*files, *(PACKAGE / "server" / f"{name}.py" for name in RULES_FILES)]:
        if file.name not in FOR_CUSTOMERS:
            is_strict = file.name in PATTERNS or (PACKAGE / "domain" not in file.parents and file.name not in WORDED)
            found = sentences(file.read_text(encoding="utf-8"), strict=is_strict)
            yield from (words for words in found if words not in asked_for)
    for file in sorted((PACKAGE / READERS).rglob("*.py")):
        yield from complaints(file.read_text(encoding="utf-8"))
    yield from (owed.replace(" is due", " was due").replace(" must ", " had to ") for owed in OWED.values())
    yield from (f"promise broken: {kind.value.replace('_', ' ')}" for kind in ClockKind)


def sentences(source: str, *, strict: bool) -> Iterator[str]:
    """Strings of a module that are words for people; `strict` takes whole sentences only, so that no SQL gets in."""
    tree = ast.parse(source)
    parts = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in ast.walk(each)}
    documents = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        if isinstance(each, ast.JoinedStr):
            words = template(each)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in parts | documents:
            words = each.value
        else:
            continue
        if for_people(words) and (not strict or whole(words)):
            yield words


def complaints(source: str) -> Iterator[str]:
    """Words for people that a module hands to one of the `COMPLAINTS`; of those with a reason behind them the first
    half, since the reason is a complaint of its own."""
    for each in ast.walk(ast.parse(source)):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in COMPLAINTS:
            for words in (
                words for given in each.args for words in sentences(f"_ = {ast.unparse(given)}", strict=False)
            ):
                remark, colon, reason = words.rpartition(": ")
                told = remark if colon and re.fullmatch(r"\{\w+\}", reason) else words
                if for_people(told):
                    yield told


MARKS = ("\\", "(?", "\n", "[", "*", "\t", "|")
"""What stands in patterns, not in sentences."""


def for_people(words: str) -> bool:
    """Whether it reads like words: several of them, on one line, without a pattern's marks."""
    return " " in words.strip() and any(map(str.isalpha, words)) and not any(mark in words for mark in MARKS)


def whole(words: str) -> bool:
    """Whether it is a sentence with its full stop."""
    return words.endswith(".") and (words[0].isupper() or words[0] in "#{")


def template(joined: ast.JoinedStr) -> str:
    """An f-string with its values as named places: `{actor} took it`, `In {span} {owed}`."""
    words, taken = "", set[str]()
    for each in joined.values:
        if isinstance(each, ast.Constant):
            words += str(each.value)
            continue
        assert isinstance(each, ast.FormattedValue)
        value = each.value.func if isinstance(each.value, ast.Call) else each.value
        name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
        place = name if name and name not in taken else str(len(taken) + 1)
        taken.add(place)
        words += f"{{{place}}}"
    return words


PARTS: dict[str, Callable[[], Iterable[Words]]] = {
    "widgets": lambda: interface(PACKAGE / "tui" / "widgets"),
    "screens": lambda: interface(PACKAGE / "tui" / "screens"),
    "dialogs": lambda: interface(PACKAGE / "tui" / "dialogs"),
    "tui": lambda: interface(PACKAGE / "tui", frozenset({"widgets", "screens", "dialogs"})),
    "commands": command_words,
    "workspace": lambda: [*interface(PACKAGE / "workspace"), *interface(PACKAGE / "sync")],
    "lines": lambda: interface(PACKAGE / "cli" / "line_mode"),
    "cli": lambda: [
        *interface(PACKAGE / "cli", frozenset({"line_mode"})),
        *interface(PACKAGE / "reports"),
    ],
    "usage": usage,
    tongue.RULES: rules,
}
"""The catalogues of a language: the name of each and the words it holds."""


def catalogue(language: str, part: str) -> Catalog:
    """The part's catalogue as its file has it, in the order and with just the words of the code."""
    file = LOCALE / language / f"{part}.po"
    old = read_po(io.BytesIO(file.read_bytes()), locale=language) if file.exists() else Catalog(locale=language)
    new = Catalog(locale=language, fuzzy=False, project="agentconsole", version="", header_comment=f"# {part}")
    for words in dict.fromkeys(PARTS[part]()):
        told = old.get(words if isinstance(words, str) else words[0])
        new.add(words, told.string if told else None)
    return new


def as_po(words: Catalog) -> bytes:
    """The catalogue as text."""
    out = io.BytesIO()
    write_po(out, words, width=110, no_location=True, omit_header=False)
    kept = [line for line in out.getvalue().splitlines() if not line.startswith(DATED)]
    return b"\n".join(kept).rstrip() + b"\n"


DATED = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Generated-By',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Report-',
)
"""Header lines that change with every run and say nothing."""


ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in a compiled catalogue: the same words are the same bytes."""


def as_mo(words: Catalog) -> bytes:
    """The catalogue as gettext loads it."""
    out = io.BytesIO()
    words.creation_date = words.revision_date = ANY_DAY
    write_mo(out, words)
    return out.getvalue()


def main(asked: list[str]) -> None:
    """Writes the files of the asked parts, else of all."""
    for folder in sorted(each for each in LOCALE.iterdir() if each.is_dir()):
        for part in asked or PARTS:
            words = catalogue(folder.name, part)
            (folder / f"{part}.po").write_bytes(as_po(words))
            text = read_po(io.BytesIO(as_po(words)), locale=folder.name)
            (folder / f"{part}.mo").write_bytes(as_mo(text))
            missing = [each.id for each in words if each.id and not filled(each.string)]
            print(f"{folder.name}/{part}: {len(words)} words, {len(missing)} to be translated")


def filled(told: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether every form has words."""
    return bool(told) and (isinstance(told, str) or all(told or ()))


if __name__ == "__main__":
    main(sys.argv[1:])
