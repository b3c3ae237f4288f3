"""What reaches stdout and stderr: one JSON document, or lines in which no foreign text is obeyed by a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

from agentconsole.cli.lines.columns import columns
from agentconsole.tongue import said
from agentconsole.tui.safe import cells, fit, line, text
from agentconsole.tui.wrap import wrap


def document(value: object) -> str:
    """A JSON document and its newline; ASCII only, so that no terminal obeys what somebody wrote."""
    return json.dumps(value) + "\n"


def array(values: Iterable[object]) -> Iterator[str]:
    """A JSON array in parts, one value a line, ASCII only like a document."""
    before = "["
    for value in values:
        yield before + json.dumps(value)
        before = ",\n"
    yield "[]\n" if before == "[" else "]\n"


def show(words: str) -> None:
    """Lines for a person, on stdout."""
    sys.stdout.write(text(words, limit=len(words) + 100, lines=words.count("\n") + 2) + "\n")


def complain(words: str) -> None:
    """One sentence on stderr, broken between words where a terminal ends."""
    told, width = f"agentconsole: {line(in_the_reader_s_words(words))}", columns(sys.stderr)
    sys.stderr.write("\n".join(wrap(told, width) if width else [told]) + "\n")


def in_the_reader_s_words(words: str) -> str:
    """What went wrong, and where to read more about the command, each found for itself."""
    what, see, where = words.partition(" See `")
    return f"{said(what)} {said(see.lstrip() + where)}" if see else said(words)


def row(parts: Iterable[tuple[str, int]]) -> str:
    """One line of a table: foreign texts, each cut or padded to its width in cells; 0 leaves it as long as it is."""
    shown = [cells(line(words), width) if width else fit(line(words), 200) for words, width in parts]
    return "  ".join(shown).rstrip()
