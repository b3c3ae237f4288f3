"""A store in which one hostile text stands in every field that anybody can fill."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.domain.agent import Presence
from agentconsole.domain.commands import (
    AddAgent,
    AdmitFault,
    Categorise,
    CheckIdentity,
    Claim,
    Note,
    Open,
    Reply,
    SetPresence,
    Tag,
    Transfer,
    Update,
)
from agentconsole.domain.identity import Identity
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
