"""CSV in: a header row, one row per message; rows of one external id that follow each other belong together."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from agentconsole.channels.files import values
from agentconsole.channels.files.export import CSV_COLUMNS
from agentconsole.channels.files.formula_guard import unguard
from agentconsole.channels.files.reader import BadValue, Options, Record
from agentconsole.channels.text import storable
from agentconsole.domain.incoming import BadRecord, IncomingConversation, IncomingMessage

LARGEST_CELL = 16 * 1024 * 1024
"""Characters of one cell; a quote that is never closed ends here instead of swallowing the file."""

_NEEDED = frozenset({"external_id", "channel", "received_at"})
_CHUNK = 1 << 20
PRODUCT = "product."
"""Columns that begin so tell what the contact has with us."""

Row = dict[str, str]
NumberedRow = tuple[int, Row]


class CsvReader:
    """A CSV file with `,`, `;` or TAB between cells, in UTF-8, UTF-16 with its mark, or Latin-1."""

    def __init__(self, path: Path, options: Options) -> None:
        """Take note of the file; it is opened when iteration begins."""
        self.total_bytes = path.stat().st_size
        self.done_bytes = 0
        self._path = path
        self._options = options

    def __iter__(self) -> Iterator[Record]:
        """Each conversation, and a bad record for each row that cannot be one."""
        # The limit is one for the whole process, and the default is too small for a long mail.
        csv.field_size_limit(LARGEST_CELL)
        group: list[NumberedRow] = []
        for row in self._rows():
            if isinstance(row, BadRecord):
                yield row
                continue
            if group and row[1]["external_id"] != group[0][1]["external_id"]:
                yield from self._conversation(group)
                group = []
            group.append(row)
        if group:
            yield from self._conversation(group)
        self.done_bytes = self.total_bytes

    def _rows(self) -> Iterator[NumberedRow | BadRecord]:
        with self._path.open(encoding=encoding_of(self._path), errors="replace", newline="") as file:
            reader = csv.reader(
                self._counted(iter(lambda: file.readline(LARGEST_CELL), "")),
                delimiter=delimiter_of(file.readline(_CHUNK)),
            )
            file.seek(0)
            header: Sequence[str] | None = None
            while (cells := _next_cells(reader)) is not None:
                number = reader.line_num
                if isinstance(cells, BadRecord):
                    yield cells
                elif header is None:
                    header = [cell.strip().lower() for cell in cells]
                    if missing := _NEEDED.difference(header):
                        lacks = ", ".join(sorted(missing))
                        yield BadRecord("line 1", f"the header has no {lacks}; add it (`help importing` names all)")
                        return
                elif any(cells):
                    yield number, _row(header, cells)

    def _counted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            # Characters stand for bytes here: exact enough to show how far it is.
            self.done_bytes = min(self.total_bytes, self.done_bytes + len(line))
            yield line

    def _conversation(self, group: list[NumberedRow]) -> Iterator[Record]:
        """The conversation, or each thing wrong with it: half of one would hide that the rest is missing."""
        messages: list[IncomingMessage] = []
        wrong: list[BadRecord] = []
        for number, row in group:
            try:
                messages.extend(_messages(row))
            except BadValue as error:
                wrong.append(BadRecord(f"line {number}", str(error)))
        number, first = group[0]
        try:
            whole = _conversation(first, tuple(messages), self._options)
        except BadValue as error:
            wrong.insert(0, BadRecord(f"line {number}", str(error)))
        if wrong:
            yield from wrong
        else:
            yield whole
            yield from _told(number, first, whole)


def _next_cells(reader: Iterator[list[str]]) -> list[str] | BadRecord | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        number = getattr(reader, "line_num", 0)
        return BadRecord(f"line {number}", f"{error}; look for a quote that is not closed")


def _row(header: Sequence[str], cells: Sequence[str]) -> Row:
    row = dict.fromkeys(CSV_COLUMNS, "")
    for name, cell in zip(header, cells, strict=False):
        row[name] = storable(unguard(cell))
    return row


def _conversation(row: Row, messages: tuple[IncomingMessage, ...], options: Options) -> IncomingConversation:
    return IncomingConversation(
        source=options.source or "csv",
        external_id=values.external_id(row["external_id"]),
        channel=values.channel(row["channel"]),
        subject=row["subject"],
        category=row["category"],
        contact=values.contact(row["contact_name"], row["contact_email"], row["contact_phone"]),
        received_at=values.instant("received_at", row["received_at"]),
        status=values.status(row["status"] or options.status or "waiting"),
        messages=messages,
    )


def _told(number: int, row: Row, whole: IncomingConversation) -> Iterator[Record]:
    try:
        yield from values.facts(whole.source, whole.contact, _products(row))
    except BadValue as error:
        yield BadRecord(f"line {number}", str(error))


def _products(row: Row) -> Iterator[tuple[str, str]]:
    """The cells of columns called `product.NAME`; a cell may hold several values with `;` between."""
    for name, cell in row.items():
        if name.startswith(PRODUCT):
            yield from ((name.removeprefix(PRODUCT), each) for each in cell.split(";"))


def _messages(row: Row) -> Iterator[IncomingMessage]:
    if any(row[name] for name in ("message_author", "message_at", "message_body")):
        yield IncomingMessage(
            values.author(row["message_author"]),
            values.kind(row["message_kind"] or "reply"),
            values.instant("message_at", row["message_at"] or row["received_at"]),
            row["message_body"],
        )


def delimiter_of(header: str) -> str:
    """The mark that parts the header's cells: the most frequent of comma, semicolon and TAB."""
    return max(",;\t", key=header[:10_000].count)


def encoding_of(path: Path) -> str:
    """UTF-16 if the file says so by its mark, UTF-8 if every byte agrees, else Latin-1."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"
