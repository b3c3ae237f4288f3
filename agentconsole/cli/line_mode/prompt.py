"""The prompt: line after line is read and done, all in the thread of the door."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from agentconsole.cli.commands.conversation import command as verbs
from agentconsole.cli.errors import Exit
from agentconsole.cli.line_mode.advice import advice, is_too_short
from agentconsole.cli.line_mode.filling import NotUnderstood
from agentconsole.cli.line_mode.hands import Hands
from agentconsole.cli.line_mode.keyboard import LONGEST, Heard, Keyboard
from agentconsole.cli.line_mode.leaving import with_you
from agentconsole.cli.line_mode.line_commands import LineCommands
from agentconsole.cli.line_mode.looking import board_lines, found_lines, queue_lines, team_lines
from agentconsole.cli.line_mode.manners import help_lines
from agentconsole.cli.line_mode.proposing import (
    Proposed,
    holding_word,
    incident_update,
    is_incident_update,
    ownership_card,
)
from agentconsole.cli.line_mode.ready import NotReady, is_wanted
from agentconsole.cli.line_mode.renewing import typed_password
from agentconsole.cli.line_mode.standing import as_it_stands, goes_there
from agentconsole.cli.line_mode.sure import YES, doubt
from agentconsole.cli.line_mode.talk import Talk
from agentconsole.cli.line_mode.text import why_not
from agentconsole.cli.line_mode.typed import Asked, Many, Own, read
from agentconsole.cli.line_mode.walking import Walk
from agentconsole.cli.line_mode.words import PRESENCES
from agentconsole.cli.line_mode.writing import Writing
from agentconsole.cli.lines.columns import USUAL, columns
from agentconsole.cli.session import Session
from agentconsole.clock import local_offset
from agentconsole.domain.team.agent import Presence
from agentconsole.tongue import _, number, said
from agentconsole.workspace import api
from agentconsole.workspace.signed import NotRenewed

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentconsole.cli.build import Opened
    from agentconsole.tui.dialogs.choices import Choices

AWAY = (Presence.BREAK, Presence.OFFLINE)
AT_ONCE = frozenset({"help", "hush", "talk"})
"""The prompt's own words that mean the same whatever the lines before them did."""


class LineMode:
    """One agent at a prompt."""

    def __init__(self, opened: Opened, session: Session, store: str, choices: Choices | None = None) -> None:
        self.door, self._opened = opened.workspace, opened
        self._talk = Talk(opened, local_offset(self.door.now()), choices)
        self._walk = Walk(self._talk)
        self._keyboard = Keyboard()
        self._hands = Hands(self.door)
        self._commands = LineCommands(store, session, self._talk, self._hands)
        self._writing = Writing(self._talk, self._commands)
        self._doubted: list[Asked] = []
        """The lines that were asked about: a yes does them, any other line is another one."""
        self._is_hushed = False
        self._is_over = False
        self._may_leave = not sys.stdin.isatty()
        """Whether `quit` leaves somebody who is with the agent: in a script, or when it was just said who that is."""

    def run(self, notices: tuple[str, ...] = ()) -> int:
        """To the end of the input or `quit`; 0 for a person, for a script the code of the first line that failed."""
        stop = self.door.subscribe(self._keyboard.news)
        self._keyboard.begin()
        self._opened.begin()
        if not sys.stdin.isatty():
            self._talk.reach()
        me = self.door.me
        greeting = _("{name}, {presence}. ? helps, quit leaves.")
        self._talk.say(greeting.format(name=me.full_name, presence=_(PRESENCES[me.presence])))
        if me.presence in AWAY:
            self._talk.say(_("Nothing new is given to you: o says that you are available."))
        for notice in notices:
            self._talk.say(notice)
        self._queue()
        self._talk.begin()
        self._talk.news()
        try:
            while not self._is_over:
                self._turn()
        finally:
            stop()
        if sys.stdin.isatty():
            return Exit.DONE
        return self._talk.code

    def _turn(self) -> None:
        self._prompt()
        line = self._keyboard.next(self._talk.rest())
        while line is Heard.NEWS and not self._is_news():
            line = self._keyboard.next(self._talk.rest())
        if line is Heard.END:
            self._leave()
        elif line is Heard.CUT:
            words = _(
                "A terminal takes {count} bytes a line and loses the rest: this one was not taken. Break it in two, or "
                "write --file and a file."
            )
            self._talk.fail(words.format(count=number(LONGEST)), Exit.USAGE)
        elif isinstance(line, str):
            self._typed(line)

    def _is_news(self) -> bool:
        """Follows what has happened elsewhere; whether anything of it was told."""
        self._hands.follow()
        words = self._writing.follow()
        if words:
            self._talk.at_prompt(words)
        return (not self._is_hushed and self._talk.news(is_at_prompt=not words)) or bool(words)

    def _prompt(self) -> None:
        if sys.stdout.isatty():
            where = f"#{self._walk.here}" if self._walk.here else self.door.me.id
            sys.stdout.write(f"{where} text> " if self._writing.is_on else f"{where}> ")
            sys.stdout.flush()

    def _typed(self, line: str) -> None:
        if not self._writing.is_on:
            self._asked(line)
            return
        self._writing.typed(line)
        if not self._writing.is_on:
            self._talk.done()

    def _asked(self, line: str) -> None:
        doubted, self._doubted = self._doubted, []
        if doubted and line.strip().casefold() == YES:
            for each in doubted:
                self._commands.run(each)
            self._talk.done()
            return
        try:
            asked = read(line, verbs, self._walk.here)
        except NotUnderstood as error:
            self._talk.fail(str(error), Exit.USAGE)
            return
        if asked is not None and asked != Own("quit"):
            self._may_leave = not sys.stdin.isatty()
        self._do(asked)
        self._talk.done()

    def _do(self, asked: Own | Asked | Many | None) -> None:
        match asked:
            case Own(word, rest):
                if word not in AT_ONCE:
                    self._talk.settle()
                self._own(word, rest)
            case Asked():
                self._talk.settle(asked.conversation_id)
                self._ask(asked)
            case Many(each):
                self._talk.settle()
                for one in each:
                    self._ask(one, is_alone=False)
            case None:
                pass
            case _:
                assert_never(asked)

    def _ask(self, asked: Asked, *, is_alone: bool = True) -> None:
        asked = as_it_stands(self.door, asked)
        if is_too_short(asked):
            it = self.door.conversation(asked.conversation_id).conversation
            self._talk.fail("\n".join(advice(asked.arguments[1], it, self._talk.chosen())), Exit.USAGE)
        elif asked.wants_text:
            # A script's next lines are the text, which is kept as a draft where it is refused.
            refused = why_not(self.door, asked) if sys.stdin.isatty() else None
            if refused is not None:
                self._talk.fail(said(refused.words), Exit.REFUSED)
            else:
                self._writing.begin(asked)
        elif is_incident_update(asked):
            self._propose(lambda door, _here: incident_update(door, asked))
        elif asked.conversation_id and is_wanted(asked.arguments[-1]):
            self._writing.begin(replace(asked, arguments=asked.arguments[:-2], wants_text=True))
            self._writing.typed(asked.arguments[-1])
        elif sys.stdin.isatty() and (question := doubt(self.door, asked)):
            self._doubted.append(asked)
            self._talk.say(question)
        elif self._commands.run(asked) and is_alone and goes_there(asked, self._walk.here):
            self._walk.taken(asked.conversation_id)

    # The prompt's own words

    def _own(self, word: str, rest: str) -> None:
        match word:
            case "open" | "show":
                self._walk.open(rest)
            case "search":
                self._search(rest)
            case "queue":
                self._queue(rest)
            case "next":
                self._walk.take_next()
            case "due":
                self._walk.due()
            case "chat" | "phone" | "before" | "back" | "forward":
                self._walk.go(word, rest)
            case "still" | "card":
                self._propose(holding_word if word == "still" else ownership_card)
            case "hush" | "talk":
                self._hush(word == "hush")
            case "help" if rest:
                self._commands.run(Asked(("help", *rest.split())))
            case "quit":
                self._quit()
            case "who" | "board":
                self._talk.say("\n".join((team_lines if word == "who" else board_lines)(self.door)))
            case _:
                {"help": self._help, "renew": self._renew}[word]()

    def _quit(self) -> None:
        here = with_you(self.door.status())
        if here and not self._may_leave:
            self._may_leave = True
            self._talk.say(_("{here} quit again leaves.").format(here=here))
        else:
            self._leave()

    def _leave(self) -> None:
        self._talk.settle()
        here = with_you(self.door.status())
        if here:
            self._talk.say(here)
        self._is_over = True

    def _help(self) -> None:
        self._talk.say("\n".join(help_lines(columns(sys.stdout) or USUAL)))

    def _queue(self, words: str = "") -> None:
        try:
            self._talk.say("\n".join(queue_lines(self.door, words)))
        except ValueError as error:
            self._talk.fail(f"{error}.", Exit.USAGE)

    def _propose(self, propose: Callable[[api.Door, str], Proposed]) -> None:
        """Words to be gone on with."""
        try:
            it = propose(self.door, self._walk.here)
        except NotReady as error:
            self._talk.fail(str(error), Exit.REFUSED)
            return
        if it.is_apart:
            self._walk.open(it.conversation_id)
        self._writing.begin(it.asked, it.words, is_apart=it.is_apart)

    def _search(self, rest: str) -> None:
        if not rest:
            self._talk.fail(_("Which words? Write search and the words."), Exit.USAGE)
            return
        self._talk.say("\n".join(found_lines(self.door, rest)))

    def _renew(self) -> None:
        if not self.door.status().signed.team:
            self._talk.fail(_("This console works on a store of its own: there is nothing to sign in to."), Exit.USAGE)
            return
        password = typed_password(self._keyboard)
        try:
            self._talk.say(said(self.door.renew(password).result()))
        except NotRenewed as error:
            self._talk.fail(said(str(error)), Exit.REFUSED)

    def _hush(self, is_hushed: bool) -> None:
        self._is_hushed = is_hushed
        self._talk.say(_("Events wait until you press Enter.") if is_hushed else _("Events come at once."))
