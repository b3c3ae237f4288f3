"""Signing in again without leaving the conversation: what is said of it, and the dialog that asks for the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import _, said
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.workspace.signed import NotRenewed, end_in_words

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agentconsole.tui.dialogs.password import PasswordScreen
    from agentconsole.workspace.queue_views import StatusView


class SigningIn(ConsoleBase):
    """The key that renews the session, whatever else is on the screen."""

    def note_session(self, status: StatusView, now: int) -> None:
        """Has the key among the hints for as long as it matters: the notice line may belong to whoever waits."""
        needs = status.signed.needs_password(now)
        if needs != self.needs_password:
            self.needs_password = needs
            self.show_hints()

    def session_words(self, status: StatusView, now: int) -> str:
        """What the notice line says of the session; empty while there is nothing to do about it."""
        if not status.signed.needs_password(now):
            return ""
        words = _("{session}; {key} signs in") if status.signed.is_out else _("{session}; {key} renews it here")
        return words.format(session=_sentence(status, now), key=self.key("session.renew"))

    def action_session_renew(self) -> None:
        """Asks for the password over the console."""
        from agentconsole.tui.dialogs.password import PasswordScreen, PasswordView

        status, now = self.door.status(), self.door.now()
        signed = status.signed
        if not signed.team:
            self.say(_("This console works on a store of its own: there is nothing to sign in to."), is_refusal=True)
            return
        words = _("Your password lets the session go on for as long as a new one.")
        if signed.needs_password(now):
            words = f"{_sentence(status, now)}."

        def send(password: str) -> None:
            answer = self.door.renew(password)
            answer.add_done_callback(lambda each: self.call_later(self._heard, screen, each))

        title = _("{agent} at {team}").format(agent=status.agent.id, team=signed.team)
        screen = PasswordScreen(PasswordView(title, words, send, self.setting.keymap))
        self.app.push_screen(screen)

    def _heard(self, screen: PasswordScreen, answer: Future[str]) -> None:
        """In the dialog while it is there, else on the console's own line."""
        try:
            words = answer.result()
        except NotRenewed as error:
            if screen.is_current:
                screen.view.refuse(said(str(error)))
            else:
                self.say(said(str(error)), is_refusal=True)
            return
        if screen.is_current:
            screen.dismiss(None)
        self.say_done(said(words))


def _sentence(status: StatusView, now: int) -> str:
    words = status.sync_words if status.signed.is_out else end_in_words(status.signed.ends_at, now)
    return f"{words[:1].upper()}{words[1:]}"
