"""What is known of contacts before a shift begins: their products, a fault of ours, a check, and the team's policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from agentconsole.domain.commands import AdmitFault, CheckIdentity, Command
from agentconsole.domain.customer.commands import DescribeContact, SetIdentityPolicy
from agentconsole.domain.customer.identity import Identity, IdentityPolicy, WayToCheck
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.dispositions import Disposition
from agentconsole.domain.incoming import IncomingContact
from agentconsole.domain.promises.service_levels import HOUR
from agentconsole.domain.team.commands import SetDispositions
from agentconsole.domain.view import SYSTEM
from agentconsole.simulator.press import Press
from agentconsole.simulator.script import Persona, Script
from agentconsole.simulator.team import Ending

POLICY = IdentityPolicy(
    (
        WayToCheck("pin", "PIN"),
        WayToCheck("question", "security question"),
        WayToCheck(
            "mail", "code by mail to the address on file", ("dns", "mail", "ssl", "wordpress", "backup", "database")
        ),
        WayToCheck("callback", "call back to the number on file"),
    ),
    holds_for=4 * HOUR,
    needed_in=("account",),
)
"""The demo team's way to make sure who it is."""
FAULTS = (
    ("the backup of that night was missing", "12.00 EUR"),
    ("a failed disk in the mail cluster", "one month free"),
    ("we answered two hours late", "5.00 EUR"),
)
PLANS = ("Start", "Business", "Agency")
FREE_MAIL = frozenset({"gmail", "mail", "posteo", "outlook", "web"})


def known_before(scripts: Iterable[Script], endings: Iterable[Ending], pick: Random) -> Iterator[Press]:
    """How the team checks who it is, how its contacts may end, and what its billing system tells of everybody who may
    come."""
    yield Press(SYSTEM, SetIdentityPolicy(POLICY))
    yield Press(SYSTEM, SetDispositions(tuple(Disposition(each.id, each.words, each.owes) for each in endings)))
    seen: set[Persona] = set()
    for script in scripts:
        who = script.contact
        if who not in seen and (who.email or who.phone):
            seen.add(who)
            contact = IncomingContact(who.name, who.email, who.phone)
            yield Press(SYSTEM, DescribeContact(contact, "billing", tuple(_products(who, pick))))


def _products(who: Persona, pick: Random) -> Iterator[Fact]:
    domain = who.email.rpartition("@")[2]
    if domain and domain.partition(".")[0] not in FREE_MAIL:
        yield Fact("domain", domain)
    yield Fact("plan", pick.choice(PLANS))
    yield Fact("mailboxes", str(pick.randrange(1, 25)))
    yield Fact("customer since", str(pick.randrange(2012, 2026)))


def on_record(numbers: Sequence[str], agent: str) -> Iterator[Press]:
    """In each of these old conversations a fault was admitted, and in the first it was checked who it was."""
    for n, number in enumerate(numbers):
        cause, compensation = FAULTS[n % len(FAULTS)]
        deeds: list[Command] = [AdmitFault(number, cause, compensation=compensation)]
        if n == 0:
            deeds.append(CheckIdentity(number, "pin", Identity.PASSED, "said it at once"))
        yield from (Press(agent, deed) for deed in deeds)
