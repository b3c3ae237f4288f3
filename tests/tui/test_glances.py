"""The small widgets: what they say, what gives way first, and that an equal view paints nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.team.agent import Agent, Presence
from agentconsole.domain.team.capacity import Held
from agentconsole.domain.terms import FAR, Channel, Status, WaitsOn
from agentconsole.tui.keymap import DEFAULT, read_keymap
from agentconsole.tui.widgets.composer_rule import ComposerRule, RuleView
from agentconsole.tui.widgets.glance import GAP, Glance, joined, part
from agentconsole.tui.widgets.hint_line import HintLine
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.notice_line import Notice, NoticeLine, Tone
from agentconsole.tui.widgets.painted import Painted
from agentconsole.tui.widgets.pane_title import PaneTitle
from agentconsole.tui.widgets.peek_line import PeekLine
from agentconsole.tui.widgets.phone_pane import PhonePane
from agentconsole.tui.widgets.status_line import StatusLine
from agentconsole.workspace.queue_views import PeekView, StatusView
from agentconsole.workspace.signed import Signed
from agentconsole.workspace.views import ConversationView, UndoOffer
from tests.tui.hostile import BAD, payloads
from tests.tui.rows import MINUTE, NOW, a_clock, a_row

EVIL = "".join(list(payloads().values()))[:1500] + "\x1b[2J\u202e"


def a_view(**fields: Any) -> ConversationView:
    plain: dict[str, Any] = {
        "id": "4502",
        "channel": Channel.CHAT,
        "status": Status.ACTIVE,
        "contact_id": "c1",
        "contact_name": "Mara Kovač",
        "received_at": NOW - 10 * MINUTE,
        "waiting_since": NOW - 10 * MINUTE,
        "subject": "refund for an invoice",
        "last_line": "ok trying now",
        "category": "billing",
    }
    gone = fields.pop("gone", 258)
    slot = fields.pop("slot", 1)
    on_hold = fields.get("status") is Status.ON_HOLD
    clock = a_clock(ClockKind.HOLD if on_hold else ClockKind.UPDATE, gone=gone) if gone is not None else None
    return ConversationView(Conversation(**plain | fields), "Dana", "", clock, slot, 2, 3, True)


def a_peek(**fields: Any) -> PeekView:
    it = a_view(**fields)
    talk = it.conversation
    row = a_row(
        4502, it.clock, id=talk.id, channel=talk.channel, status=talk.status, contact_name=talk.contact_name,
        last_line=talk.last_line, slot=it.slot, unread=it.unread, waits_on=talk.waits_on,
    )  # fmt: skip
    return PeekView(row, "", has_draft=False)


def a_status(**fields: Any) -> StatusView:
    plain: dict[str, Any] = {
        "agent": Agent("dana", "Dana Weber"),
        "presence": Presence.AVAILABLE,
        "chats": (Held("4502", "Mara"), Held("4498", "Li")),
        "call": Held("4471", "Ruth"),
        "call_on_hold": True,
        "waiting": 12,
        "open_total": 37,
        "late": 1,
        "next_clock": a_clock(gone=258),
        "next_name": "Mara Kovač",
        "next_slot": 1,
        "unsent": 2,
        "sync_words": "sync ok",
    }
    return StatusView(**plain | fields)


async def shown(widget: Painted, show: Callable[[], None], width: int = 80, height: int = 1) -> list[str]:
    """The lines of a widget of this size after `show`, and the proof that showing the same again paints nothing."""

    class OneWidget(App[None]):
        def compose(self) -> ComposeResult:
            yield widget

    app = OneWidget()
    async with app.run_test(size=(width, max(height, 2))) as pilot:
        widget.styles.height = height
        await pilot.pause()
        show()
        lines = [widget.render_line(y).text for y in range(height)]
        painted: list[object] = []
        widget.refresh = lambda *regions, **_: painted.append(regions)  # type: ignore[method-assign, assign, return-value]
        show()
        assert painted == []
    assert {cell_len(line) for line in lines} == {width}
    assert not set("".join(lines)) & set(BAD)
    return [line.rstrip() for line in lines]


async def the_status(view: StatusView, width: int) -> str:
    line = StatusLine()
    return (await shown(line, lambda: line.show(view, NOW), width))[0]


async def test_the_status_line_begins_with_what_breaks_next():
    assert (await the_status(a_status(), 80)).startswith(" !! upd 0:42   C1  │ dana AVAILABLE │ chat 2/2 FULL │")
    assert (await the_status(a_status(next_clock=None), 80)).startswith("    mine: none due │ dana AVAILABLE │")


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (60, ["chat 2/2 FULL", "dana AVAILABLE"]),
        (80, ["open 37 late 1", "2 unsent"]),
        (120, ["phone 1/1 on hold", "sync ok", "14:13"]),
        (200, ["waiting 12", "all open 37 late 1"]),
    ],
)
async def test_the_status_line_says_more_where_there_is_more_room(width: int, words: list[str]):
    line = await the_status(a_status(), width)
    assert all(each in line for each in words)


async def test_the_status_line_gives_a_name_what_it_has_to_spare():
    view = a_status(next_slot=None, next_name="Maeve O'Donoghue", call=None, call_on_hold=False)
    assert "   Maeve O'Donoghue │ dana AVAILABLE │" in await the_status(view, 200)
    nameless = replace(view, next_name="")
    for width in range(77, 100):
        parts = (await the_status(nameless, width)).count("│")
        assert (await the_status(view, width)).count("│") in (parts, parts - 1), "only its first ten cells cost a part"
    assert "Maeve O'D… │" in await the_status(view, 76)


@pytest.mark.parametrize("presence", [Presence.AVAILABLE, Presence.OFFLINE])
async def test_that_not_all_is_here_yet_is_told_where_it_has_to_take_the_place_of_a_count(presence: Presence):
    behind = a_status(presence=presence, sync_words="catching up 40 %", is_behind=True)
    assert "catching up 40 %" in await the_status(behind, 80)


async def test_what_is_unsent_is_counted_once():
    line = await the_status(a_status(sync_words="offline 0:10, 2 to send", call=None, call_on_hold=False), 120)
    assert "offline 0:10, 2 to send" in line
    assert "unsent" not in line
    assert "2 unsent" in await the_status(a_status(sync_words="connecting", call=None, call_on_hold=False), 120)


async def test_a_break_is_told_with_its_reason_and_trouble_in_its_own_words():
    view = a_status(presence=Presence.BREAK, agent=Agent("dana", "Dana Weber", aux="lunch"), sync_words=EVIL)
    assert "dana BREAK lunch" in await the_status(view, 120)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_who_gets_nothing_new_and_a_server_that_is_away_are_told_at_every_width_with_the_key(width: int):
    away = a_status(presence=Presence.OFFLINE, sync_words="offline 2:10, 3 to send", has_trouble=True)
    line = StatusLine(lambda: "o")
    told = (await shown(line, lambda: line.show(away, NOW), width))[0]
    assert " dana OFF SHIFT, o begins" in told
    if width > 60:
        assert "! offline 2:10, 3 to send" in told
    assert {ink for words, ink in line.lines[0] if "OFF SHIFT" in words} == {Ink.NOTE}
    on_break = a_status(presence=Presence.BREAK, agent=Agent("dana", "Dana Weber", aux="lunch"))
    line = StatusLine(lambda: "o")
    assert "dana BREAK lunch, o ends it" in (await shown(line, lambda: line.show(on_break, NOW), width))[0]


async def test_without_a_key_nothing_is_said_of_one():
    line = await the_status(a_status(presence=Presence.OFFLINE), 120)
    assert " dana OFF SHIFT " in line
    assert "begins" not in line


@pytest.mark.parametrize(("width", "at_most"), [(80, FAR), (120, NOW + MINUTE)])
async def test_a_narrow_status_line_sleeps_while_no_clock_runs_and_a_wide_one_wakes_for_the_minute(
    width: int, at_most: int
):
    line = StatusLine()
    wakes: list[int] = []

    def show() -> None:
        line.show(a_status(next_clock=None), NOW)
        wakes.append(line.changes_at)

    await shown(line, show, width)
    assert at_most - MINUTE < wakes[0] <= at_most


async def test_a_notice_and_the_undo_share_the_line_until_they_run_out():
    line = NoticeLine()
    notice = Notice("C1 Mara: update due", Tone.REMINDER, NOW + 5_000)
    undo = UndoOffer("c", "4460", 'z: undo "tag billing"', NOW + 20_000)
    (text,) = await shown(line, lambda: line.show(notice, undo, NOW))
    assert text.startswith(" !  C1 Mara: update due")
    assert text.endswith('z: undo "tag billing"')
    assert line.changes_at == NOW + 5_000
    line = NoticeLine()
    (text,) = await shown(line, lambda: line.show(notice, undo, NOW + 20_000))
    assert text == ""
    assert line.changes_at == FAR


async def test_a_reminder_too_long_for_its_line_keeps_the_key_it_names():
    line = NoticeLine()
    words = "Persephone-Anne Featherstonehaugh-Cholmondeley has not heard from you: F5 writes an update"
    (text,) = await shown(line, lambda: line.show(Notice(words, Tone.REMINDER, NOW + 5_000), None, NOW), 60)
    assert text.startswith(" !  Persephone-Anne")
    assert text.rstrip().endswith("…: F5 writes an update")


@pytest.mark.parametrize("tone", list(Tone))
async def test_every_tone_has_its_own_sign_and_holds_back_hostile_words(tone: Tone):
    line = NoticeLine()
    await shown(line, lambda: line.show(Notice(EVIL, tone), UndoOffer("c", "1", EVIL, FAR), NOW))


async def test_hints_fall_away_from_the_end_but_never_the_last():
    hints = (("Enter", "send"), ("^J", "newline"), ("F4", "phone"), ("F1", "help"))
    line = HintLine()
    assert (await shown(line, lambda: line.show(hints), 80))[0] == " Enter send  ^J newline  F4 phone  F1 help"
    line = HintLine()
    assert (await shown(line, lambda: line.show(hints), 30))[0] == " Enter send  F1 help"[:30]


async def test_the_pane_title_names_the_conversation_and_marks_the_pane_in_use():
    title = PaneTitle()
    (text,) = await shown(title, lambda: title.show(a_view(), NOW, is_active=True), 120)
    assert text == ">!! upd 0:42   C1 #4502 Mara Kovač │ refund for an invoice │ yours │ since 14:03"
    assert title.changes_at == NOW + 1000


async def test_since_when_it_is_open_gives_way_to_a_subject_that_needs_the_room():
    title = PaneTitle()
    (text,) = await shown(title, lambda: title.show(a_view(), NOW), 72)
    assert text.rstrip() == " !! upd 0:42   C1 #4502 Mara Kovač │ refund for an invoice │ yours"


async def test_in_a_narrow_pane_title_the_contact_stays():
    title = PaneTitle()
    (text,) = await shown(title, lambda: title.show(a_view(), NOW), 40)
    assert text.startswith(" !! upd 0:42   C1 #4502 Mara Kovač")


async def test_a_pane_without_a_running_clock_says_whose_turn_it_is():
    title = PaneTitle()
    view = a_view(gone=None, waits_on=WaitsOn.CONTACT)
    assert "their turn" in (await shown(title, lambda: title.show(view, NOW)))[0]
    assert title.changes_at == FAR
    title = PaneTitle()
    assert (await shown(title, lambda: title.show(None, NOW, empty="no second chat")))[0] == "   no second chat"


async def test_the_other_chat_is_never_out_of_sight():
    peek = PeekLine()
    chat = a_peek(gone=100, slot=2, contact_name="Li Wei", last_line="ok " * 100)
    (text,) = await shown(peek, lambda: peek.show(chat, NOW, "F3 opens"))
    assert text.startswith("    upd 3m     C2 #4502 Li Wei: ok ok")
    assert text.endswith("2 new  F3 opens")


async def test_the_phone_says_how_long_somebody_waits_and_what_to_tell_them():
    pane = PhonePane(DEFAULT.words)
    view = a_view(channel=Channel.PHONE, status=Status.ON_HOLD, held_at=NOW - 190_000, gone=190, slot=0)
    lines = await shown(pane, lambda: pane.show(view, NOW), 80, 3)
    assert lines[0].startswith(" !  hold 3:10  P #4502 Mara Kovač")
    assert "Thank you for holding" in lines[1]
    assert "h resume" in lines[2]
    pane = PhonePane(DEFAULT.words)
    assert (await shown(pane, lambda: pane.show(None, NOW)))[0].strip() == "no call"


@pytest.mark.parametrize("width", [20, 45, 80, 200])
@pytest.mark.parametrize("make", [PaneTitle, PeekLine, lambda: PhonePane(DEFAULT.words)])
async def test_hostile_names_and_subjects_stay_inside(make: type[Glance], width: int):
    build = a_peek if make is PeekLine else a_view
    view = build(id=EVIL, contact_name=EVIL, subject=EVIL, last_line=EVIL, channel=Channel.PHONE)
    widget = make()
    await shown(widget, lambda: widget.show(view, NOW), width, 2)  # type: ignore[attr-defined]


@pytest.mark.parametrize("is_public", [True, False])
async def test_the_rule_over_the_composer_leaves_out_whole_parts(is_public: bool):
    for width in (12, 30, 44, 50, 56, 62, 70, 80):
        rule = ComposerRule()
        view = RuleView(is_public, "Mara Kovač", "draft saved 14:32", "Ctrl+N note")
        (text,) = await shown(rule, lambda rule=rule, view=view: rule.show(view), width)
        for words in ("draft saved 14:32", "Ctrl+N note"):
            assert words in text or words[:6] not in text
    assert "draft saved 14:32   Ctrl+N note" in text


async def test_what_sending_does_stays_where_the_saved_draft_has_no_room():
    rule = ComposerRule()
    view = RuleView(True, "Mara Kovač", "draft saved 14:32", "Ctrl+N note", does="update; your reply comes back")
    (text,) = await shown(rule, lambda: rule.show(view), 62)
    assert "PUBLIC to Mara   update; your reply comes back ─" in text


async def test_where_nothing_can_be_typed_there_is_no_rule():
    rule = ComposerRule()
    assert await shown(rule, lambda: rule.show(None)) == [""]


async def test_the_phone_names_the_agents_own_keys_and_leaves_out_whole_ones():
    pane = PhonePane(read_keymap({"conversation.hold": "f11", "conversation.resolve": "none"}).words)
    view = a_view(channel=Channel.PHONE, gone=None, slot=0, assigned_at=NOW)
    assert (await shown(pane, lambda: pane.show(view, NOW), 80, 3))[2].split("   ")[1:] == [
        " F4 open", "F11 hold", "t transfer", "i note",
    ]  # fmt: skip
    pane = PhonePane(DEFAULT.words)
    assert "F4" not in (await shown(pane, lambda: pane.show(view, NOW, is_here=True), 80, 3))[2]
    pane = PhonePane(DEFAULT.words)
    assert (await shown(pane, lambda: pane.show(view, NOW), 46, 3))[2] == "    F4 open   h hold   e done   t transfer"


async def test_words_in_the_status_line_never_touch_the_time():
    for width in range(100, 140):
        line = await the_status(a_status(sync_words="signed out: 2 drafts are safe here"), width)
        assert line.endswith(" 14:13"), line


async def test_whoever_is_signed_out_reads_so_on_every_width():
    out = a_status(sync_words="signed out: 1 update and 1 draft are safe here", signed=Signed("desk", is_out=True))
    for width in (60, 80, 100, 120, 200):
        assert "signed out" in await the_status(out, width), width


async def test_a_live_call_shows_its_length_and_wakes_for_its_next_second():
    pane = PhonePane(DEFAULT.words)
    view = a_view(channel=Channel.PHONE, gone=None, slot=0, assigned_at=NOW - 127_300)
    lines = await shown(pane, lambda: pane.show(view, NOW), 80, 3)
    assert lines[0].startswith("    live 2:07  P #4502")
    assert pane.changes_at == NOW + 700


async def test_the_end_of_a_session_is_told_at_every_width():
    ending = a_status(
        sync_words="session ends in 9 min", signed=Signed("https://desk.example.org", ends_at=NOW + MINUTE)
    )
    for width in (80, 120, 200):
        assert "session ends in 9 min" in await the_status(ending, width)


async def test_the_line_over_a_call_tells_its_length_as_the_phone_does():
    title, view = PaneTitle(), a_view(channel=Channel.PHONE, gone=None, slot=0, assigned_at=NOW - 127_300)
    assert (await shown(title, lambda: title.show(view, NOW)))[0].startswith("    live 2:07  P #4502")
    assert title.changes_at == NOW + 700


async def test_a_call_on_hold_stays_in_a_narrow_status_line():
    held = a_status(late=0, unsent=0)
    assert held.call_on_hold
    assert "phone on hold" in await the_status(held, 80)


def test_what_gave_way_comes_back_where_what_gave_way_after_it_leaves_the_room():
    parts = [part("kept", Ink.TEXT), part("short", Ink.TEXT, 3), part("much too long for it", Ink.TEXT, 2)]
    assert [text for text, _ in joined(parts, 14)] == ["kept", GAP, "short"]
    assert [text for text, _ in joined(parts, 11)] == ["kept"]
