"""What the screens can do can be typed: every command of the table has a line here, or is about a screen alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import rich_click as click

from agentconsole.cli.command_line import agentconsole
from agentconsole.cli.commands.conversation import command as verbs
from agentconsole.cli.line_mode.short import LETTERS, NOUNS, OTHERS, PLACES
from agentconsole.cli.line_mode.typed import OWN_WORDS, Asked, NotUnderstood, Own, read
from agentconsole.tui.commands import COMMANDS, Command, Scope
from tests.cli.line import a_desk
from tests.cli.prompts import Prompt

ON_A_SCREEN = {
    **dict.fromkeys((Scope.QUEUE, Scope.TRANSCRIPT, Scope.BOARD), "moves a cursor; rows have numbers here"),
    Scope.COMPOSER: "edits a text on the screen; here the terminal's own line does",
    Scope.DIALOG: "answers a question; here all of it stands in the line",
}
"""Scopes of which a prompt has nothing."""
ALONE = {
    **dict.fromkeys(("pane.next", "pane.previous", "pane.zoom", "pane.unzoom", "nav.back"), "there are no panes"),
    **dict.fromkeys(("app.redraw", "app.layout", "app.theme"), "nothing is painted"),
    **dict.fromkeys(
        ("app.edit_keys", "app.tutorial", "tutorial.anew", "tutorial.skip"), "teaches and changes keys of screens"
    ),
    **dict.fromkeys(("text.select_all", "conversation.copy", "conversation.bare"), "the lines are plain already"),
    "conversation.repeat": "the line is typed again",
}
LINES = {
    "conversation.close_request": "close-request",
    "incident.known": "inform --knows",
    "offer.accept": "offer accept 7",
    "conversation.stop_monitoring": "stop-monitoring",
    "conversation.leave": "leave",
    "handback.cancel": "handback cancel 7",
    "agent.reassign_all": "agent reassign-all bo ill",
    "agent.role": "agent role bo lead",
    "agent.queues": "agent queues bo",
    "call.log": "call log incoming 14:00 14:10",
    "queue.clear": "queue",
    "conversation.progress": "progress 20m",
    "goto.labels": "1043",
    "goto.jump": "1043",
    "goto.views": "view list",
    "view.remove": "view remove dns",
    "article.write": "article save dns page.md",
    "canned.keep": "canned save dns words",
    "canned.remove": "canned remove dns",
    "goto.articles": "article list",
    "goto.incidents": "incident list",
    "goto.mentions": "mention list",
    "mention.unseen": "mention unseen 3",
    "goto.tables": "looked-at",
    "goto.table_list": "looked-at",
    "goto.silent": "queue risk:yes",
    "goto.silent_list": "queue risk:yes",
    "goto.audit": "audit",
    "goto.receipts": "receipts",
    "goto.decide": "receipts --missing",
    "goto.unsent": "unsent list",
    "goto.unsent_list": "unsent list",
    "goto.search": "search words",
    "presence.offline": "offline",
    "unsent.insert": "open 7",
    "app.quit": "quit",
    "app.palette": "help",
    "goto.menu": "g q",
    "leader.goto": "g q",
}
"""What is typed where no key of the screens is it, by the command's id."""
NEEDS = {"P": "20m"}
"""What has to stand behind a letter, so that no text is typed in vain."""
NAMED = {"#": "number_sign", "/": "slash", "?": "question_mark", "!": "exclamation_mark", "=": "equals_sign"}
NAMED |= {"-": "minus", "[": "left_square_bracket", "]": "right_square_bracket", ":": "colon", "@": "at"}
NAMED |= {'"': "quotation_mark"}


def typed(command: Command) -> str:
    """The line for it; empty where there is none."""
    if command.id in LINES:
        return LINES[command.id]
    if command.scope is Scope.GOTO:
        return f"g {command.keys[0]}" if command.keys[0] in PLACES else ""
    short = (*LETTERS, *NOUNS, *OTHERS)
    return next((each for each in short if NAMED.get(each, each) in command.keys), "")


def is_there(asked: Asked | Own | None) -> bool:
    """Whether the line is one of the prompt's own words or names a line command that exists."""
    if not isinstance(asked, Asked):
        return isinstance(asked, Own) and asked.word in OWN_WORDS
    found: click.Command | None = agentconsole
    for word in asked.arguments:
        if not isinstance(found, click.Group):
            break
        found = found.get_command(click.Context(found), word)
    return found is not None and not isinstance(found, click.Group)


def test_every_command_of_the_table_can_be_typed_or_is_about_a_screen_alone():
    wanted = [each for each in COMMANDS if each.scope not in ON_A_SCREEN and each.id not in ALONE]
    assert len(wanted) > 90
    missing = [each.id for each in wanted if not typed(each) or not is_there(read(typed(each), verbs, "7"))]
    assert missing == []


def test_a_line_that_names_nothing_is_said_with_what_is_nearest():
    assert not is_there(Asked(("fly",)))
    for line, says in (
        ("fly", "begin with >"),
        ("escalte other", "did you mean escalate"),
        ("view fly", "view --help"),
    ):
        with pytest.raises(NotUnderstood, match=says):
            read(line, verbs, "7")


@pytest.mark.parametrize("letter", [*LETTERS, *NOUNS, *OTHERS, *(f"g {each}" for each in PLACES)])
def test_every_short_form_means_a_line(letter: str):
    assert is_there(read(f"{letter} {NEEDS.get(letter, '')}", verbs, "7")), letter


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("y", Asked(("contact", "show", "7"), "7")),
        ("y 1043", Asked(("contact", "show", "1043"), "1043")),
        ("g i", Asked(("incident", "list"))),
        ("g T", Own("queue", "channel:ticket")),
        ("g s dns", Own("search", "dns")),
        ("# vip -later", Asked(("conversation", "tag", "7", "--add", "vip", "--remove", "later"), "7")),
        ("F2", Own("chat", "1")),
        ("#1043", Own("open", "1043")),
        ("n Shall I help?", Asked(("agent", "remind", "7", "--", "Shall I help?"), "7")),
        ("B 16:30", Asked(("callback", "promise", "7", "16:30"), "7")),
    ],
)
def test_the_keys_of_the_screens_mean_their_lines(line: str, means: object):
    assert read(line, verbs, "7") == means


@pytest.mark.parametrize(("line", "says"), [("g", "i incidents"), ("g Q", "i incidents"), ("g j", "type it")])
def test_what_stands_behind_g_is_told(line: str, says: str):
    with pytest.raises(NotUnderstood, match=says):
        read(line, verbs, "7")


def test_what_is_kept_ready_goes_in_by_name_and_f5_leaves_a_begun_reply_alone(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    desk.done("canned", "save", "dns-wait", "It takes until {{?time}}, {{first}}.")
    desk.done("canned", "save", "hello", "Good day {{first}}.")
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("o says that you are available")
    prompt.type("c")
    prompt.hears("is yours")
    prompt.type("> ::dns-wait")
    prompt.hears("write ::dns-wait TIME")
    prompt.type("::hel")
    prompt.hears('Put in: "Good day Mara')
    prompt.type("::dns-wait noon")
    prompt.hears("It takes until noon, Mara")
    prompt.type("still")
    prompt.type("~")
    prompt.hears("Nothing was sent.")
    prompt.type("reply")
    prompt.type("half a sent")
    prompt.type(".")
    prompt.hears("reply #1002: done")
    prompt.type("f5")
    prompt.hears('"I am still working on this')
    prompt.type("::hel")
    prompt.hears('Put in: "Good day Mara')
    prompt.type("Sorry!")
    prompt.type(".")
    prompt.hears("update #1002: done")
    prompt.type("wrap-up")
    prompt.hears("solved_by_contact: the contact solved it")
    prompt.type("#")
    prompt.hears("#1002 has no tags.")
    prompt.type("# vip")
    prompt.hears("tag #1002: done")
    prompt.type("-")
    prompt.hears("There is none.")
    prompt.type("escalate")
    prompt.hears("Such as: escalate 4502")
    prompt.leave()
    shown = desk.done("conversation", "show", "1002")
    assert [m["body"] for m in shown["messages"] if m["author_kind"] == "agent"][-1] == "Good day Mara.\nSorry!"


def test_what_a_response_does_stays_with_a_saved_draft_is_told_and_done_once_it_is_sent(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    desk.done("canned", "save", "refund", "Refunded.", "--do", "tag:refund")
    prompt = Prompt(desk.store, tmp_path)
    prompt.type("c")
    prompt.hears("is yours")
    prompt.type("reply")
    prompt.type("::refund")
    prompt.hears('Put in: "Refunded." Sending it also does: tag:refund.')
    prompt.process.stdin.close()
    prompt.process.wait(60)
    assert desk.done("conversation", "show", "1002")["tags"] == []
    again = Prompt(desk.store, tmp_path)
    again.type("reply 1002")
    again.hears('Your draft: "Refunded."')
    again.hears("Sending it also does: tag:refund.")
    again.type(".")
    again.hears("tag #1002: done")
    again.type("reply 1002 Does it work now?")
    again.hears("reply #1002, a question: their turn now: done")
    again.type("note 1002 Told. Why, I wonder?")
    again.hears("note #1002: done")
    again.type("reply 1002")
    again.type("Anything else?")
    again.type("~")
    assert "also does" not in again.hears("Nothing was sent.")
    again.leave()
    assert desk.done("conversation", "show", "1002")["tags"] == ["refund"]
