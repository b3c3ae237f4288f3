"""An agent without a line writes on; a lead has taken over meanwhile: no word is lost, and the lead is offered it."""

from __future__ import annotations

from pathlib import Path

from agentconsole.domain.agent import Presence, Role
from agentconsole.domain.commands import AddAgent, Claim, Reply, SetPresence
from agentconsole.domain.lead_commands import HandBack, HandInText, SeenSummary, TakeOver
from agentconsole.domain.message import Voice
from agentconsole.wire import Envelope
from tests.support.fault_proxy import fault_proxy
from tests.sync.consoles import a_console as a_local_console
from tests.sync.consoles import submit
from tests.sync.test_team_line import Team, a_console, all_settled, ids, team, token_of, until

__all__ = ["team"]


def unsent(team: Team) -> list[tuple[str, str]]:
    with team.db() as db:
        return db.execute("SELECT author, body FROM message WHERE voice = 'unsent' ORDER BY n").fetchall()


def replies(team: Team) -> list[str]:
    with team.db() as db:
        return [row[0] for row in db.execute("SELECT body FROM message WHERE kind = 'reply' AND author_kind = 'agent'")]


def test_replies_that_arrive_after_a_take_over_are_refused_kept_and_offered_to_the_lead(team: Team, tmp_path: Path):
    codes = team.hires("ana", lead="mo")
    chat = team.chat()
    token = token_of(team, "ana", codes["ana"])
    with fault_proxy(team.url) as proxy, a_console(team, "ana", token, tmp_path, proxy.url) as ana:
        ana.does(SetPresence(Presence.AVAILABLE))
        until(lambda: chat in ids(ana))
        ana.does(Claim(chat))
        until(lambda: all_settled(ana) and ana.workspace.row(chat).assignee == "ana")
        proxy.is_down = True
        until(lambda: not ana.courier.is_reachable())
        ana.does(Reply(chat, "First thought."))
        ana.does(Reply(chat, "Second thought."))
        team.does(TakeOver(chat), "mo")
        proxy.is_down = False
        until(lambda: len(unsent(team)) == 2)
        until(lambda: all_settled(ana))
        assert unsent(team) == [("ana", "First thought."), ("ana", "Second thought.")]
        assert replies(team) == []
        draft = ana.workspace.draft(chat, "public")
        assert "First thought." in draft
        assert "Second thought." in draft
        (refusal, *_) = ana.workspace.refusals()
        assert "Mo took" in refusal.words
        team.does(HandBack(chat, "A month free is agreed."), "mo")
        until(lambda: ana.workspace.conversation(chat).conversation.oversight.summary)
        ana.does(SeenSummary(chat))
        until(lambda: all_settled(ana))
        ana.does(Reply(chat, draft))
        until(lambda: all_settled(ana))
    assert replies(team) == [draft]


def test_on_one_machine_the_same_and_the_same_text_is_handed_in_once(tmp_path: Path):
    with a_local_console(tmp_path / "store.db") as dana:
        given = (dana.clock, dana.ids)
        submit(dana.store, "system", AddAgent("mo", "Mo", Role.LEAD), *given)
        dana.workspace.perform(SetPresence(Presence.AVAILABLE))
        dana.workspace.perform(Claim("1001"))
        dana.settle()
        submit(dana.store, "mo", TakeOver("1001"), *given)
        # Pressed before the take-over was seen, carried after it.
        now = dana.clock.now()
        dana.courier.hand_over(Envelope(dana.ids.command_id(now), "dana", "test", Reply("1001", "Too late."), now))
        dana.settle()
        until(lambda: any(line.voice is Voice.UNSENT for line in dana.workspace.transcript("1001")))
        lines = [(line.voice.value, line.body) for line in dana.workspace.transcript("1001")]
        assert ("unsent", "Too late.") in lines
        assert dana.workspace.draft("1001", "public") == "Too late."
        again = submit(dana.store, "dana", HandInText("1001", "Too late."), *given)
        assert again.receipt.code == "unchanged"
