"""Words that are only begun, looked for in the newest messages one by one."""

import re
import sqlite3
from unicodedata import normalize

from agentconsole.domain.values import dataclass
from agentconsole.store.searching.snippets import Snippet, cut_around
from agentconsole.store.searching.spellings import spellings
from agentconsole.store.searching.words import expression, folded, words_of

LOOKED_THROUGH = 1_200
"""Messages read for one begun letter before the index is asked, about 2 ms; fewer for more letters, as the index then
has fewer lists to merge."""
GLANCE = 100
"""Messages after which it shows whether the whole look can bring enough."""
LOOKED_AT_CHARS = 2_000
_COLUMNS = f"n, conv_id, k, kind, author, at_ms, length(message.body), substr(message.body, 1, {LOOKED_AT_CHARS})"
_RUN = re.compile(r"[^\W_]+")
_ENDS = r"(?![^\W_])"
_STARTS = r"(?<![^\W_])(?<![^\W_][\u0300-\u036f])"


@dataclass(frozen=True, slots=True)
class MessageFound:
    """A message with the words in it; `n` is its place in the store, `k` its place in the conversation."""

    n: int
    conversation_id: str
    k: int
    kind: str
    author: str
    at: int
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Newest:
    """Messages found by reading on from the newest; whether it is all there is, up to the limit."""

    found: tuple[MessageFound, ...]
    is_all: bool


def look_through(
    connection: sqlite3.Connection, whole: str, begun: str, limit: int, before: int, named: str = ""
) -> Newest:
    """The newest messages older than `before` with the words in `whole` and one that begins with `begun`.

    `begun` is in lower-case ASCII. The index would have to merge the lists of all words with that beginning first:
    for one letter in a million messages that takes up to a tenth of a second, while the newest fifty are nearly
    always among the last few hundred. `named` spells the few words out that begin so: then nothing else is read.
    """
    match = named or expression(f"{whole} ")
    reach = limit if named else LOOKED_THROUGH // len(begun)
    if match:
        source = "message_fts JOIN message ON n = message_fts.rowid WHERE message_fts MATCH ? AND message_fts.rowid < ?"
        statement = f"SELECT {_COLUMNS} FROM {source} ORDER BY message_fts.rowid DESC LIMIT ?"
        rows = connection.execute(statement, (match, before, reach))
    else:
        statement = f"SELECT {_COLUMNS} FROM message WHERE n < ? ORDER BY n DESC LIMIT ?"
        rows = connection.execute(statement, (before, reach))
    runs = sorted({run for word in words_of(whole) for run in _RUN.findall(folded(word))})
    return _pick(rows, runs, spellings(begun), limit, reach)


def _pick(rows: sqlite3.Cursor, runs: list[str], begun: tuple[str, ...], limit: int, reach: int) -> Newest:
    words = re.compile(f"{_STARTS}(?:{'|'.join([*(run + _ENDS for run in runs), *begun])})")
    found: list[MessageFound] = []
    looked = 0
    for n, conversation_id, k, kind, author, at, length, body in rows:
        looked += 1
        body = body if body.isascii() else normalize("NFC", body)
        plain = folded(body)
        spans = [each.span() for each in words.finditer(plain)]
        is_begun = any(plain.startswith(begun, start) for start, _ in spans)
        if length > LOOKED_AT_CHARS and not (is_begun and all(run in plain for run in runs)):
            # What its rest holds is for the index to say.
            return Newest(tuple(found), is_all=False)
        if is_begun:
            found.append(MessageFound(n, conversation_id, k, kind, author, at, cut_around(body, spans)))
        if len(found) == limit:
            return Newest(tuple(found), is_all=True)
        if looked == GLANCE and len(found) * reach < limit * GLANCE:
            return Newest(tuple(found), is_all=False)
    return Newest(tuple(found), is_all=looked < reach)
