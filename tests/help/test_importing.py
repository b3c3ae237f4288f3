"""The page about importing: what it shows is what the readers read."""

from __future__ import annotations

import re
from pathlib import Path

from agentconsole.channels.files.export import CSV_COLUMNS
from agentconsole.channels.files.formats import Format
from agentconsole.domain.incoming import INCOMING_CHANNELS, INCOMING_KINDS, INCOMING_STATUSES
from agentconsole.domain.terms import Author
from agentconsole.help import pages
from agentconsole.help.markdown import Block, Kind, Look
from tests.channels.records import read_bytes


def page() -> tuple[Block, ...]:
    return pages.read("importing").blocks


def examples() -> list[str]:
    """Every line of code on the page; one that was broken to be read is whole again."""
    written = "\n".join(block.words for block in page() if block.kind is Kind.CODE)
    return written.replace(",\n ", ",").splitlines()


def test_its_examples_are_imported(tmp_path: Path):
    line, turns, *table = examples()
    good, bad = read_bytes(tmp_path, f"{line}\n{turns}\n".encode(), Format.JSONL)
    assert (bad, [each.status for each in good]) == ([], ["waiting", "closed"])
    good, bad = read_bytes(tmp_path, "\n".join(table).encode(), Format.CSV)
    assert (bad, [len(each.messages) for each in good]) == ([], [2])


def test_every_column_and_every_value_stands_on_it():
    spans = [span for block in page() for cell in block.cells for span in cell]
    told = {span.text for span in spans if span.look is Look.CODE}
    wanted = {*CSV_COLUMNS, *INCOMING_CHANNELS, *INCOMING_STATUSES, *INCOMING_KINDS, *(each.value for each in Author)}
    assert wanted - told == set()
    assert {each for each in told if re.fullmatch(r"(contact|message)_\w+", each)} - {*CSV_COLUMNS} == set()
