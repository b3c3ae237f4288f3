"""What the demo's team knows: every fixture can be kept, and the first minute shows something of each."""

from __future__ import annotations

from contextlib import closing

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.knowledge.article import Standing
from agentconsole.domain.knowledge.canned import Canned, fault_in
from agentconsole.domain.words.markdown import plain
from agentconsole.engine.engine import Engine
from agentconsole.engine.verify import verify
from agentconsole.ids import SystemIds
from agentconsole.paths import data
from agentconsole.simulator.demo import DemoDriver
from agentconsole.simulator.knowledge import load_knowledge
from agentconsole.simulator.playbook import playbook
from agentconsole.simulator.team import load_team
from agentconsole.store.knowing.articles import find_article, titles
from agentconsole.store.knowing.canned import canned_of
from agentconsole.store.knowing.incidents import incidents, linked_to, untold_of
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.store.team.rows import find_levels

NOW = 1_795_700_000_000
KNOWLEDGE = load_knowledge(data("fixtures"))


def test_a_response_that_asks_for_what_only_the_contact_has_hands_the_turn_on():
    asking = {each.name for each in KNOWLEDGE.canned if "pend:contact" in each.deeds}
    assert {"identity", "backup-offer"} <= asking


def test_every_response_can_be_kept_and_every_article_is_read_without_its_mark_up():
    assert not [each.name for each in KNOWLEDGE.canned if fault_in(Canned(each.name, each.body, "", each.deeds))]
    team = {mate.id for mate in load_team(data("fixtures")).agents}
    assert {each.author for each in KNOWLEDGE.written} | {each.reviewer for each in KNOWLEDGE.written} <= team | {""}
    for name, article in KNOWLEDGE.articles.items():
        said = plain(article.body)
        assert "**" not in said, name
        assert "](" not in said, name
        assert "|---" not in said, name


@pytest.mark.parametrize("visitor", ["dana", "mo"])
@pytest.mark.parametrize("seed", range(3))
def test_a_visitor_finds_responses_articles_and_a_fault_with_something_to_tell(seed: int, visitor: str):
    with closing(open_store(MEMORY)) as db:
        clock = ManualClock(NOW)
        driver = DemoDriver(db, Engine(db, clock, SystemIds()).submit, seed=seed, visitor=visitor)
        driver.begin(NOW)
        refused = db.execute("SELECT kind, body FROM receipt WHERE outcome = 'refused'").fetchall()
        assert not [row for row in refused if row[0].partition(".")[0] in ("canned", "article", "incident")]
        assert len(canned_of(db, "")) == len(KNOWLEDGE.canned) >= 12
        stand = [find_article(db, each.name).standing(NOW, find_levels(db).review_after) for each in titles(db)]
        assert set(stand) == set(Standing), "one of each: fresh, old, and a draft"
        (fault,) = incidents(db, 9)
        assert fault.updates == 1
        linked = linked_to(db, fault.id)
        assert sorted(each.subject for each in linked) == sorted(script.subject for script in playbook().affected)
        assert {each.assignee for each in linked} >= {visitor, ""}
        assert [each.incident for each in untold_of(db, visitor)] == [fault.id]
        assert verify(db).is_clean
