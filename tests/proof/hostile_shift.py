"""A store in which one hostile text stands in every field that anybody can fill."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.domain.commands import (
    AdmitFault,
    Categorise,
    CheckIdentity,
    Claim,
    Note,
    Open,
    Pend,
    Reply,
    Tag,
    Transfer,
    Update,
)
from agentconsole.domain.customer.commands import DescribeContact
from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.customer.products import LONGEST_NAME, LONGEST_VALUE, Fact
from agentconsole.domain.leads import commands as lead
from agentconsole.domain.leads.ladder import Rung
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, Broadcast, SetLadder, SetPresence
from agentconsole.domain.terms import WaitsOn
from agentconsole.domain.view import SYSTEM
from tests.e2e.shift import ME, Shift

LONG, SHORT = 100_000, 2_000
"""Characters put into a text and into a name at most; what longer ones do is shown by the bombs."""


def plant_texts(shift: Shift, texts: Iterator[str], n: int) -> str:
    """One conversation with the next text in each field, handed to us by an agent of such a name; answers what its
    subject begins with. Deeds may be refused: not every text is fit for every field."""

    def long() -> str:
        return next(texts)[:LONG]

    def short() -> str:
        return next(texts)[:SHORT]

    mark, agent = f"mark{n}q", f"x{n}"
    shift.does(SYSTEM, AddAgent(agent, short() or "?"))
    shift.does(ME, SetPresence(Presence.AVAILABLE))
    incoming = shift.incoming(
        "ticket", short(), f"{mark} {short()}", long(), f"before\n{long()}\nafter", notes=[long()],
        email=short(), phone=short(), category=short(), files=[short(), f"a{short()}.txt"],
    )  # fmt: skip
    own = shift.does("ticket", Open(incoming)).conversation
    facts = tuple(Fact(short()[:LONGEST_NAME], short()[:LONGEST_VALUE]) for _ in range(3))
    shift.does(SYSTEM, DescribeContact(incoming.contact, "billing", facts))
    for command in (
        Claim(own),
        Reply(own, long()),
        Note(own, long()),
        Update(own, long(), short()),
        Categorise(own, short()),
        Tag(own, (short(), "plain")),
        CheckIdentity(own, short(), Identity.PASSED, short()),
        AdmitFault(own, short(), short(), short()),
        Transfer(own, to_agent=ME, note=short()),
    ):
        shift.does(agent, command)
    return mark


def plant_for_leads(shift: Shift, texts: Iterator[str], n: int) -> str:
    """A chat that has come up to leads by every way there is and one that went silent, of agents and a lead of such
    names, the next text in each field; answers what their subjects begin with."""

    def short() -> str:
        return next(texts)[:SHORT]

    mark, agent, other = f"mark{n}q", f"x{n}", f"y{n}"
    shift.does(SYSTEM, AddAgent(agent, short() or "?"))
    shift.does(SYSTEM, AddAgent(other, short() or "?", Role.LEAD))
    shift.does(SYSTEM, SetLadder((Rung("lead", short() or "?", (), short()), Rung(f"r{n}", "Owner", ("lea",)))))
    for who in (agent, other, "lea"):
        shift.does(who, SetPresence(Presence.AVAILABLE))
    own, silent, offered = (
        shift.does(
            channel,
            Open(
                shift.incoming(channel, short(), f"{mark} {short()}", f"lawyer! {next(texts)[:LONG]}", category=short())
            ),
        ).conversation
        for channel in ("chat", "ticket", "ticket")
    )
    for who, command in (
        (agent, Claim(own)),
        (agent, Claim(silent)),
        (agent, Reply(silent, "Looking.")),
        (agent, Pend(silent, WaitsOn.OTHERS, short() or "?")),
        (agent, lead.Escalate(own, EscalationReason.OTHER, short(), "lead")),
        (agent, lead.AskForHelp(own, short())),
        (other, lead.Whisper(own, short())),
        (agent, lead.DeclineWhisper(own, short())),
        (other, lead.Remind(own, short())),
        (other, lead.TakeOver(own)),
        (agent, lead.HandInText(own, short())),
        (other, lead.HandBack(own, short())),
        (agent, lead.SeenSummary(own)),
        (agent, lead.Escalate(own, EscalationReason.LEGAL, short())),
        (other, Broadcast(short())),
        (other, lead.Offer(offered, "lea")),
        ("lea", lead.DeclineOffer(offered, short())),
        (other, lead.Offer(offered, "lea")),
    ):
        shift.does(who, command)
    return mark
