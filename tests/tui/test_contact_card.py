"""The contact's card: what it says at each size, that nothing empty is on it, and that foreign words stay inside."""

from dataclasses import replace
from typing import Any

import pytest

from agentconsole.domain.customer.compensation import granted
from agentconsole.domain.customer.identity import Check, Hold, Identity, Standing
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.terms import FAR, Channel, Status
from agentconsole.tui.widgets.contact_card import ContactCard
from agentconsole.tui.widgets.ink import Ink
from agentconsole.workspace.customer_views import Admitted, CustomerView, Elsewhere, Promised
from agentconsole.workspace.views import ContactView, EarlierConversation
from tests.tui.rows import MINUTE, NOW
from tests.tui.test_glances import EVIL, shown

PIN = Check("pin", "PIN", Identity.PASSED, "dana", NOW - 11 * MINUTE)


def a_customer(name: str = "Mara Kovač", *, earlier: int = 0, **fields: Any) -> CustomerView:
    before = tuple(
        EarlierConversation(str(n), Channel.TICKET, Status.RESOLVED, f"topic {n}", NOW - n * 10**9)
        for n in range(min(earlier, 9))
    )
    contact = ContactView("c1", name, fields.pop("email", ""), fields.pop("phone", ""), before, earlier)
    return CustomerView(contact, "4502", "", (), (), 0, fields.pop("identity", Standing(Hold.UNCHECKED)), **fields)


FULL = replace(
    a_customer(earlier=14, email="mara@example.org", phone="+385 1 2345"),
    category="billing",
    tags=("refund",),
    identity=Standing(Hold.HOLDS, PIN),
    promises=(Promised(ClockKind.CALLBACK, NOW - MINUTE, "4490"), Promised(ClockKind.PROMISED, NOW + MINUTE, "4502")),
    elsewhere=(Elsewhere("4490", Channel.PHONE, Status.CALLBACK_OWED, "site is down", "", NOW),),
    faults=(Admitted("4311", "backup failed", "25.00 EUR", NOW), Admitted("4302", "late", "one month free", NOW)),
    granted=granted(("25.00 EUR", "one month free")),
    products=(Fact("domain", "example.org"), Fact("plan", "Start")),
    flags=("The contact sounds angry: “lawyer”.",),
)


async def lines_of(view: CustomerView, width: int, height: int) -> list[str]:
    card = ContactCard()
    return await shown(card, lambda: card.show(view, NOW), width, height)


async def test_a_contact_nobody_knows_anything_of_is_a_name_and_nothing_more():
    assert await lines_of(a_customer(), 60, 12) == [f"{' CONTACT Mara Kovač':<45} first contact", *[""] * 11]
    assert await lines_of(a_customer(), 80, 1) == [" Mara Kovač │ first contact"]


async def test_a_column_holds_everything_in_the_order_in_which_it_matters():
    lines = await lines_of(FULL, 48, 24)
    assert lines[:14] == [
        " CONTACT Mara Kovač                  14 earlier",
        "   ! The contact sounds angry: “lawyer”.",
        "   identity checked 14:02 by PIN, passed",
        "   callback was due 14:12 (#4490)",
        "   next word by 14:14",
        "   also open: P #4490 site is down (call back)",
        "   our fault: backup failed; late",
        "   given for it: 25.00 EUR; one month free",
        "   domain example.org · plan Start",
        "   mara@example.org · +385 1 2345",
        "   billing · tags refund",
        "",
        " EARLIER",
        " 2026-09-21 T  topic 0",
    ]


async def test_a_long_line_goes_on_where_there_is_room_to_spare():
    many = replace(a_customer(earlier=1), products=tuple(Fact(f"domain{n}", "example.org") for n in range(3)))
    told = "   domain0 example.org · domain1"
    assert await lines_of(many, 46, 13) == [
        f"{' CONTACT Mara Kovač':<35} 1 earlier",
        *(f"{told} example.org ·", "   domain2 example.org", "", " EARLIER", " 2026-09-21 T  topic 0", *[""] * 7),
    ]
    assert "…" not in "".join(await lines_of(many, 46, 5))
    assert "…" in "".join(await lines_of(many, 46, 2))


@pytest.mark.parametrize(("width", "height"), [(80, 1), (46, 5)])
async def test_where_there_is_little_room_the_urgent_stays(width: int, height: int):
    text = " ".join(await lines_of(FULL, width, height))
    assert "angry" in text
    assert "Mara" in text
    assert "tags refund" not in text
    assert "EARLIER" not in text


async def test_a_warning_is_told_whole_where_other_words_are_cut():
    found = replace(FULL, flags=("The contact has come 3 times within a week.",))
    lines = await lines_of(found, 46, 5)
    assert lines[1:3] == ["   ! The contact has come 3 times within a", "     week."]


async def test_a_broken_promise_and_a_missing_check_are_loud_and_what_holds_is_calm():
    card = ContactCard()
    missing = replace(FULL, identity=Standing(Hold.UNCHECKED, None, is_needed=True))
    inks: dict[str, Ink] = {}

    def show() -> None:
        card.show(missing, NOW)
        inks.update({text.strip(): ink for line in card.lines for text, ink in line})

    await shown(card, show, 60, 24)
    assert inks["callback was due 14:12 (#4490)"] is Ink.LATE
    assert inks["identity not checked, and this needs it"] is Ink.SOON
    assert inks["next word by 14:14"] is Ink.STRONG
    assert card.changes_at == NOW + MINUTE


async def test_a_card_without_promises_never_wakes_the_console():
    card = ContactCard()
    await shown(card, lambda: card.show(a_customer(earlier=2), NOW), 60, 9)
    assert card.changes_at == FAR


@pytest.mark.parametrize("width", [20, 45, 80, 200])
@pytest.mark.parametrize("height", [1, 5, 30])
async def test_hostile_words_from_everywhere_stay_inside(width: int, height: int):
    evil = replace(
        a_customer(EVIL, earlier=3, email=EVIL, phone=EVIL),
        category=EVIL, tags=(EVIL,), links=(EVIL,),
        identity=Standing(Hold.FAILED, replace(PIN, name=EVIL, words=EVIL)),
        promises=(Promised(ClockKind.CALLBACK, NOW, EVIL),),
        elsewhere=(Elsewhere(EVIL, Channel.CHAT, Status.ACTIVE, EVIL, EVIL, NOW),),
        faults=(Admitted(EVIL, EVIL, EVIL, NOW),), granted=granted((EVIL,)),
        products=(Fact(EVIL, EVIL),), flags=(EVIL,),
    )  # fmt: skip
    await lines_of(evil, width, height)


async def test_a_name_that_needs_all_the_room_keeps_clear_of_how_often_they_came():
    lines = await lines_of(a_customer("株式会社ハーバー・ホスティング 田中さくら", earlier=3), 46, 6)
    assert "… 3 earlier" in lines[0]
