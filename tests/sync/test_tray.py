"""Words that came back refused, between the editor, the disk and a fast hand."""

from agentconsole.domain.commands import Reply
from agentconsole.sync.tray import Due, Tray
from agentconsole.wire import Envelope
from agentconsole.workspace.views import RefusalView

WHERE = ("1001", "public")
BACK = "The certificate is renewed."
NOW = 1_790_000_000_000
REPLY = Envelope("c-1", "ana", "test", Reply("1001", BACK), NOW)


def a_tray(*, typed: str) -> Tray:
    """One in which `typed` waits for the disk, and words sent before have come back."""
    tray = Tray()
    tray.put_draft(WHERE, typed)
    tray.give_back(RefusalView("c-1", "1001", "conversation.reply", "It is Bo's.", BACK))
    return tray


def written(tray: Tray, saved: str = "") -> str:
    """What the disk has in place of `saved` once the newest text is there."""
    due = tray.draft_due(WHERE)
    assert due is not None
    whole = tray.whole(WHERE, due, saved)
    assert tray.draft_written(WHERE, due.body)
    return whole


def test_who_only_looks_at_a_draft_sees_what_came_back_and_leaves_it_safe_from_the_next_key():
    tray = a_tray(typed="Anything else")
    assert tray.draft_on_its_way(WHERE) == f"{BACK}\n\nAnything else"
    tray.put_draft(WHERE, "Anything else?")
    assert written(tray) == f"{BACK}\n\nAnything else?"


def test_an_editor_that_opens_meanwhile_shows_both_and_both_go_to_the_disk():
    tray = a_tray(typed="Anything else")
    shown = tray.draft_for_editor(WHERE)
    assert shown == f"{BACK}\n\nAnything else"
    assert written(tray) == shown


def test_what_the_agent_deletes_in_an_editor_that_showed_it_does_not_come_back():
    tray = a_tray(typed="Anything else")
    tray.draft_for_editor(WHERE)
    tray.put_draft(WHERE, "Anything")
    assert written(tray) == "Anything"


def test_words_for_the_team_do_not_turn_up_in_a_reply():
    tray = a_tray(typed="Anything else")
    tray.give_back(RefusalView("c-2", "1001", "conversation.note", "It is Bo's.", "between us", visibility="internal"))
    assert tray.whole(WHERE, Due("x", ""), "") == f"{BACK}\n\nx"
    assert tray.whole(("1001", "internal"), Due("y", ""), "") == "between us\n\ny"


def test_what_an_editor_took_from_beside_it_may_be_deleted_there():
    tray = Tray()
    tray.shown(WHERE, "Anything")
    tray.put_draft(WHERE, "Anything else")
    assert written(tray, f"{BACK}\n\nAnything") == f"{BACK}\n\nAnything else"
    assert tray.take_beside(WHERE) == BACK
    assert tray.take_beside(WHERE) == ""
    tray.put_draft(WHERE, "else")
    assert written(tray, f"{BACK}\n\nAnything else") == "else"


def test_words_told_as_refused_and_found_on_disk_stand_there_once():
    tray = Tray()
    tray.put_draft(WHERE, "Anything")
    written(tray, f"{BACK}\n\nand more")
    tray.give_back(RefusalView("c-1", "1001", "conversation.reply", "It is Bo's.", BACK))
    assert tray.draft_on_its_way(WHERE) is None
    tray.put_draft(WHERE, "Anything else")
    assert tray.draft_on_its_way(WHERE) == f"{BACK}\n\nand more\n\nAnything else"


def test_a_draft_is_not_written_over_before_the_command_that_was_written_in_it_is_on_disk():
    tray = Tray()
    tray.put_draft(WHERE, BACK)
    tray.put(REPLY, WHERE)
    tray.put_draft(WHERE, "")
    assert tray.draft_due(WHERE) is None
    assert tray.draft_due(("1002", "public")) is None
    assert tray.draft_on_its_way(WHERE) == ""
    tray.saved(REPLY, NOW)
    assert tray.draft_due(WHERE) == Due("", "")
