"""The keys that ask first: a question over the console, then the commands its answers mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.tongue import _
from agentconsole.tui.screens.acting.bulk import DONE
from agentconsole.tui.screens.acting.working import Working
from agentconsole.tui.screens.base import NOTHING_SELECTED

if TYPE_CHECKING:
    from agentconsole.domain.commands import Command
    from agentconsole.domain.conversation import Conversation
    from agentconsole.tui.dialogs.fields import Answers
    from agentconsole.tui.dialogs.question import Asking as About
    from agentconsole.tui.dialogs.question import Question


class Asking(Working):
    """Actions that need answers. The forms are imported with the first question."""

    def about(self, it: Conversation) -> About:
        """What a question about this conversation is asked with."""
        from agentconsole.tui.dialogs.question import Asking as About

        others = tuple(agent for agent in self.door.agents() if agent.id != it.assignee)
        policy = self.door.customers.policy()
        now, offset = self.door.now(), self.setting.offset
        return About(it, self.choices(), others, now, offset, policy=policy, find=self._find)

    def _find(self, number: str) -> Conversation | None:
        from agentconsole.workspace.api import UnknownConversation

        try:
            return self.door.conversation(number).conversation
        except UnknownConversation:
            return None

    def about_marked(self, it: Conversation) -> About:
        """What a question about everything marked is asked with; `it` is the first of them."""
        count = len(self.marked_ids)
        return self.about(it) if count == 1 else replace(self.about(replace(it, tags=(), category="")), count=count)

    def ask(
        self,
        question: Question,
        *,
        goes_on: bool = False,
        then: Callable[[Answers], None] | None = None,
        repeats: str = "",
        done: tuple[Command, ...] = (),
    ) -> None:
        """Asks, performs what was answered, does `then`, and goes on to the next in line if so wished. What `repeats`
        names can be done again. What is `done` already, before a refusal, is not done twice."""
        from agentconsole.tui.dialogs.form import FormScreen

        def answered(answers: Answers | None) -> None:
            if answers is None:
                return
            commands = question.commands(answers)
            if not self.do(*(each for each in commands if each not in done)):
                question.form.complaint = self.refused_again()
                self.ask(question, goes_on=goes_on, then=then, repeats=repeats, done=(*done, *self.taken_on))
                return
            self.remember_deed(repeats, commands)
            if then is not None:
                then(answers)
            if goes_on:
                self.after_end(goes_on=True)
            self.say_performed(question.done(answers))

        self.app.push_screen(FormScreen(question.form, self.setting.keymap, self._opened_at(question)), answered)

    def _opened_at(self, question: Question) -> float | None:
        """When the letter that asks was pressed; None where it was none, or where nobody notices an answer."""
        return None if question.is_quiet else self.setting.stray.letter_at

    def _ask_by_id(self, command_id: str, then: Callable[[Answers], None] | None = None) -> None:
        from agentconsole.tui.dialogs.questions import by_command

        if self.marked_ids and command_id in DONE:
            self._ask_about_marked(command_id)
            return
        if not self.subject_id:
            self.refuse_text(_(NOTHING_SELECTED))
            return
        it = self.door.conversation(self.subject_id).conversation
        question = by_command(it.channel).get(command_id)
        if question is None:
            self.refuse_text(self.why_not(command_id))
        elif reason := self.why_not(command_id):
            self.refuse_text(reason)
        else:
            self.ask(question(self.about(it)), repeats=command_id, then=then)

    def _ask_about_marked(self, command_id: str) -> None:
        """Asks once; what was answered is done to each."""
        from agentconsole.tui.dialogs.form import FormScreen
        from agentconsole.tui.dialogs.questions import by_command

        it = self.door.conversation(self.marked_ids[0]).conversation
        question = by_command(it.channel)[command_id](self.about_marked(it))

        def answered(answers: Answers | None) -> None:
            if answers is not None:
                self.remember_deed(command_id, question.commands(answers))
                self.action_conversation_repeat()

        self.app.push_screen(FormScreen(question.form, self.setting.keymap, self._opened_at(question)), answered)

    def ask_wrap_up(self, conversation_id: str, *, goes_on: bool) -> None:
        """Asks how it ended."""
        from agentconsole.tui.dialogs.wrap_up_question import wrap_up

        it = self.door.conversation(conversation_id).conversation
        about = replace(self.about(it), checked=self._checked(conversation_id))
        self.ask(wrap_up(about), goes_on=goes_on, then=lambda answers: self.wrapped_up(it, answers))

    def _checked(self, conversation_id: str) -> str:
        from agentconsole.tui.customer_words import checked

        standing = self.door.customers.card(conversation_id).identity
        return checked(standing, self.door.now(), self.setting.offset) if standing.check else ""

    def wrapped_up(self, it: Conversation, answers: Answers) -> None:
        """It has ended as the answers say."""
        raise NotImplementedError

    def action_conversation_transfer(self) -> None:
        """To whom."""
        self._ask_by_id("conversation.transfer")

    def action_conversation_pend(self) -> None:
        """On whom it waits."""
        self._ask_by_id("conversation.pend")

    def action_conversation_snooze(self) -> None:
        """Until when."""
        self._ask_by_id("conversation.snooze")

    def action_conversation_progress(self) -> None:
        """How far, and the next word by when."""
        self._ask_by_id("conversation.progress")

    def action_conversation_acknowledge(self) -> None:
        """With which words."""
        self._ask_by_id("conversation.acknowledge")

    def action_conversation_identity(self) -> None:
        """How it was checked."""
        self._ask_by_id("conversation.identity")

    def action_conversation_fault(self) -> None:
        """What went wrong."""
        self._ask_by_id("conversation.fault")

    def action_conversation_link(self) -> None:
        """With which other one."""
        self._ask_by_id("conversation.link")

    def action_conversation_categorise(self) -> None:
        """What it is about."""
        self._ask_by_id("conversation.categorise")

    def action_conversation_tag(self) -> None:
        """Which tags."""
        self._ask_by_id("conversation.tag")

    def action_callback_promise(self) -> None:
        """When we ring."""
        self._ask_by_id("callback.promise")

    def action_callback_complete(self) -> None:
        """Whether they answered; then, as after any call, how it ended."""
        rung = self.subject_id

        def ended(answers: Answers) -> None:
            if answers["reached"] == "yes":
                self.ask_wrap_up(rung, goes_on=False)

        self._ask_by_id("callback.complete", ended)

    def action_call_log(self) -> None:
        """A call from outside the console."""
        from agentconsole.tui.dialogs.call_questions import log_call

        self.ask(log_call(self.door.now(), self.setting.offset))
