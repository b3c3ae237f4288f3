"""A line with nothing to do leaves its file to others: it takes no lock for what there is not."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from agentconsole.store.searching import indexing
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync.team_ledger import take_batch
from tests.store.builders import LOCAL, NOW


def test_whoever_has_nothing_to_send_or_to_index_waits_for_nobody_who_writes(tmp_path: Path):
    file = tmp_path / "ana.db"
    with closing(open_store(file)) as ours, closing(open_store(file)) as theirs, unit_of_work(theirs):
        assert take_batch(ours, LOCAL, "ana", NOW) == []
        assert indexing.step(ours) is None
