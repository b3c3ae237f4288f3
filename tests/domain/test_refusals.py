"""Every reason to refuse can be met, is a sentence an agent understands, and leaves the agent's text alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.calls.commands import CompleteCallback
from agentconsole.domain.commands import (
    Claim,
    Command,
    Merge,
    Note,
    Reply,
    ReportProgress,
    Snooze,
    Transfer,
    Undo,
    Update,
    WrapUp,
)
from agentconsole.domain.decide import decide
from agentconsole.domain.knowledge.article_commands import ReviewArticle
from agentconsole.domain.leads.commands import (
    AcceptOffer,
    AcknowledgeEscalation,
    Escalate,
    HandBack,
    Offer,
    PassOn,
    Remind,
    TakeOver,
)
from agentconsole.domain.leads.oversight import EscalationReason, Oversight, Summary
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, LimitQueues, SetRole
from agentconsole.domain.view import Context, Said, View
from tests.domain.asking import after
from tests.support.builders import BO, NOW, TEAM, a_call, a_chat, a_context, a_ticket, a_view

ANA = a_context()
TWO = (a_chat("2", "Mara", held_by="ana"), a_chat("3", "Li", held_by="ana"))
BOS = (a_chat("2", held_by="bo"), a_chat("3", held_by="bo"))
MINE = a_chat(held_by="ana")
LEA = a_context("lea")
TAKEN = after(MINE, TakeOver("1"), "lea")

MET: dict[Code, tuple[View, Command, Context]] = {
    Code.UNKNOWN_CONVERSATION: (a_view(), Claim("9"), ANA),
    Code.ERASED: (a_view(is_erased=True), Claim("9"), ANA),
    Code.UNKNOWN_AGENT: (a_view(a_chat()), Claim("1"), a_context("nils")),
    Code.ALREADY_TAKEN: (a_view(a_chat(held_by="bo")), Claim("1"), ANA),
    Code.ALREADY_YOURS: (a_view(MINE), Claim("1"), ANA),
    Code.AT_CAPACITY: (a_view(a_chat(), *TWO), Claim("1"), ANA),
    Code.ON_A_CALL: (a_view(a_call(), a_call("2", held_by="ana")), Claim("1"), ANA),
    Code.TARGET_AT_CAPACITY: (a_view(MINE, *BOS), Transfer("1", "bo"), ANA),
    Code.TARGET_ON_A_CALL: (
        a_view(a_call(held_by="ana"), a_call("2", held_by="bo")),
        Transfer("1", "bo"),
        ANA,
    ),
    Code.TARGET_NOT_ON_SHIFT: (
        a_view(MINE, agents=TEAM | {"bo": replace(BO, presence=Presence.OFFLINE)}),
        Transfer("1", "bo"),
        ANA,
    ),
    Code.NOT_ASSIGNEE: (a_view(a_chat(held_by="bo")), Reply("1", "hi"), ANA),
    Code.WRONG_STATUS: (a_view(a_chat(status="closed")), Claim("1"), ANA),
    Code.WRONG_CHANNEL: (a_view(MINE), Snooze("1", NOW + 1), ANA),
    Code.STALE: (a_view(MINE), Reply("1", "hi"), replace(ANA, if_rev=9)),
    Code.NEWER_MESSAGE: (a_view(MINE), Reply("1", "hi", seen=0), ANA),
    Code.EMPTY: (a_view(MINE), Reply("1", " "), ANA),
    Code.TOO_LONG: (a_view(MINE), Reply("1", "x" * 100_001), ANA),
    Code.BAD_TIME: (a_view(a_ticket(held_by="ana")), ReportProgress("1", "soon", NOW), ANA),
    Code.NOT_ALLOWED: (a_view(), AddAgent("nils", "Nils"), ANA),
    Code.TOO_LATE: (a_view(a_chat()), Claim("1"), replace(ANA, not_after=NOW - 1)),
    Code.NOTHING_TO_UNDO: (a_view(MINE), Undo("1"), ANA),
    Code.ALREADY_EXISTS: (a_view(), AddAgent("bo", "Bo"), a_context("lea")),
    Code.ALREADY_SENT: (
        a_view(MINE, said=Said("hi", "window-1", NOW, 7)),
        Reply("1", "hi"),
        replace(ANA, terminal="window-2"),
    ),
    Code.DUPLICATE: (a_view(a_ticket(), other=a_ticket("2", merged_into="1")), Merge("1", "2"), ANA),
    Code.SAME_CONVERSATION: (a_view(a_ticket()), Merge("1", "1"), ANA),
    Code.NO_CALLBACK: (a_view(a_call()), CompleteCallback("1", True, NOW, NOW), ANA),
    Code.NEEDS_REASON: (a_view(replace(MINE, updates_in_a_row=2)), Update("1", "still"), ANA),
    Code.NEEDS_TIME: (a_view(MINE), WrapUp("1", "callback", owes=True), ANA),
    Code.TAKEN_OVER: (a_view(TAKEN), Reply("1", "hi"), ANA),
    Code.SUMMARY_UNSEEN: (
        a_view(replace(MINE, oversight=Oversight(summary=Summary("lea", NOW, 0)))),
        Reply("1", "hi"),
        ANA,
    ),
    Code.NOT_ESCALATED: (a_view(MINE), AcknowledgeEscalation("1"), LEA),
    Code.UNKNOWN_RUNG: (a_view(MINE), Escalate("1", EscalationReason.LEGAL, "", "tier9"), ANA),
    Code.TOP_RUNG: (a_view(after(MINE, Escalate("1", EscalationReason.LEGAL, ""))), PassOn("1"), LEA),
    Code.NOT_TAKEN_OVER: (a_view(MINE), HandBack("1", "all agreed"), ANA),
    Code.NOT_OFFERED: (a_view(a_chat()), AcceptOffer("1"), ANA),
    Code.ALREADY_OFFERED: (a_view(after(a_chat(), Offer("1", "bo"), "lea")), Offer("1", "ana"), LEA),
    Code.TOO_SOON: (a_view(after(MINE, Remind("1"), "lea")), Remind("1"), LEA),
    Code.LAST_LEAD: (a_view(), SetRole("lea", Role.AGENT), LEA),
    Code.UNFILLED: (a_view(MINE), Reply("1", "It works again at {{?when}}."), ANA),
    Code.TARGET_CANNOT_SEE: (
        a_view(MINE, agents=TEAM | {"bo": replace(BO, queues=("billing",))}),
        Transfer("1", "bo"),
        ANA,
    ),
    Code.STILL_HOLDS: (a_view(theirs=(MINE,)), LimitQueues("ana", ("billing",)), LEA),
    Code.UNSUPPORTED: (a_view(), AddAgent("Nils!", "Nils"), a_context("lea")),
    Code.UNKNOWN_ENTRY: (a_view(), ReviewArticle("dns-ttl"), ANA),
}


BEFORE_THE_RULES = {Code.OFFLINE}
"""What a console says by itself, because nobody can be asked: sync/test_team_line.py meets it."""


def test_no_code_is_missing():
    assert {code for code in Code if code not in MET} == BEFORE_THE_RULES


@pytest.mark.parametrize("code", list(MET))
def test_each_code_can_be_met_and_says_why_in_a_sentence(code: Code):
    view, command, context = MET[code]
    decision = decide(view, command, context)
    assert isinstance(decision, Refusal)
    assert decision.code is code
    assert decision.words[0].isupper() or decision.words[0] == "#"
    assert decision.words.endswith(".")
    assert "_" not in decision.words, "codes and statuses are for programs"
    kept = decision.on_record or decision.words
    assert not any(each.contact_name in kept for each in (MINE, *TWO)), "receipts outlive contacts who are erased"


TEXT = "three lines\nthat took a while\nto write"
MEETS_TEXT = [Code.UNKNOWN_AGENT, Code.NOT_ASSIGNEE, Code.STALE, Code.TOO_LATE, Code.NEWER_MESSAGE, Code.WRONG_STATUS]


@pytest.mark.parametrize("write", [Reply, Update, Note])
@pytest.mark.parametrize("code", MEETS_TEXT)
def test_a_refusal_never_takes_the_text_with_it(write, code: Code):
    view, _, context = MET[code]
    command = write("1", TEXT) if write is Note else write("1", TEXT, seen=0)
    decision = decide(view, command, context)
    if isinstance(decision, Refusal):
        assert TEXT not in decision.words, "words are for the notice line, the text stays in the composer"
    else:
        assert write is Note, "only notes pass where a public word is refused"
    assert command.body == TEXT
