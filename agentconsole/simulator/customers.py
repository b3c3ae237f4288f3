"""A simulated contact: rings or writes, waits, grows impatient, answers what the agent says, leaves, comes back."""

from __future__ import annotations

from collections import deque
from enum import StrEnum
from random import Random

from agentconsole.domain import events as happened
from agentconsole.domain.commands import ContactLeft, Open, Receive, RequestClose
from agentconsole.domain.events import Event
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.terms import Author, Channel, Status
from agentconsole.simulator.luck import around
from agentconsole.simulator.press import Press
from agentconsole.simulator.script import Script, answer

SOURCE = "simulated"
LETTERS_A_SECOND = 9
ON_HOLD_PATIENCE = 4
"""A caller on hold knows that we are there: they wait so many times longer than for a first word."""


class Deed(StrEnum):
    """What a contact may be about to do."""

    OPEN = "open"
    SPEAK = "speak"
    ANSWER = "answer"
    COMPLAIN = "complain"
    LEAVE = "leave"
    RETURN = "return"


class Customer:
    """One contact with their script. `due_at` is when they next do something; `step` does it, `hear` tells them."""

    def __init__(self, script: Script, external_id: str, arrives_at: int, pick: Random) -> None:
        self.script = script
        self.external_id = external_id
        self.conversation_id = ""
        self._pick = pick
        self._timers = {Deed.OPEN: arrives_at}
        self._lines: deque[str] = deque()
        self._heard: list[str] = []
        self._turn = 0
        self._said = 0
        self._complaints = 0
        self._is_done = False
        self._has_returned = False
        self._is_over = False
        self._asks_to_close = False

    @property
    def due_at(self) -> int | None:
        """The next instant they do something by themselves; None while they only wait."""
        return min(self._timers.values(), default=None)

    def arrive(self, now: int) -> Press:
        """Rings or writes for the first time, now."""
        self._timers.pop(Deed.OPEN, None)
        return self._open(now)

    def step(self, now: int) -> Press | None:
        """The first deed that is due at `now`; None when it needs no word to us."""
        deed = min(self._timers, key=self._timers.__getitem__)
        del self._timers[deed]
        match deed:
            case Deed.OPEN:
                return self._open(now)
            case Deed.SPEAK:
                return self._speak(now)
            case Deed.ANSWER:
                self._answer(now)
                return None
            case Deed.COMPLAIN:
                return self._complain(now)
            case Deed.LEAVE:
                return self._leave()
            case Deed.RETURN:
                return self._return(now)

    def settle(self, now: int, slept: int = 0) -> None:
        """After `slept` ms nobody comes back to a burst: who was to come comes that much later, and whoever is
        with us already goes on within the next minutes."""
        for deed, at in self._timers.items():
            if deed is Deed.OPEN:
                self._timers[deed] = at + slept
            elif at < now:
                self._timers[deed] = now + around(self._pick, 200)

    def hear(self, event: Event, now: int) -> None:
        """Something happened to their conversation; of an earlier one they hear no more."""
        match event:
            case happened.OfConversation(conversation_id=other) if self._is_foreign(event, other):
                pass
            case happened.Opened():
                self._opened(event.conversation_id, now)
            case happened.Claimed(status=Status.ACTIVE) if self._is_call and not self._said:
                self._wait(now)
                self._say(now, self.script.opening)
            case happened.Replied(body=body):
                self._listen(body, now)
            case happened.Updated() | happened.Acknowledged() | happened.Resumed():
                self._wait(now)
            case happened.ProgressReported(promised_at=promised):
                self._wait(max(now, promised))
            case happened.HeldCall():
                self._wait(now, ON_HOLD_PATIENCE)
            case happened.Left(status=status):
                self._over(now, is_missed=status is Status.MISSED)
            case happened.Resolved() | happened.WrappedUp() | happened.Merged():
                self._over(now, is_missed=False)
            case happened.Reopened():
                self._is_over = False
                self._wait(now)
            case _:
                pass

    def _is_foreign(self, event: Event, conversation_id: str) -> bool:
        return conversation_id != self.conversation_id and not isinstance(event, happened.Opened)

    @property
    def _is_call(self) -> bool:
        return self.script.channel is Channel.PHONE

    def _press(self, command: Open | Receive | ContactLeft | RequestClose) -> Press:
        return Press(self.script.channel.value, command)

    def _open(self, now: int) -> Press:
        script, who = self.script, self.script.contact
        first: tuple[str, ...] = (script.opening[0],)
        if self._is_call:
            first = ()
        elif script.channel is Channel.TICKET:
            first = ("\n\n".join(script.opening),)
        messages = tuple(IncomingMessage(Author.CONTACT, "reply", now, body, self._next_id()) for body in first)
        return self._press(
            Open(
                IncomingConversation(
                    SOURCE,
                    self.external_id,
                    script.channel.value,
                    script.subject,
                    script.category,
                    IncomingContact(who.name, who.email, who.phone),
                    now,
                    "waiting",
                    messages,
                )
            )
        )

    def _opened(self, conversation_id: str, now: int) -> None:
        self.conversation_id = conversation_id
        self._is_over = False
        self._wait(now)
        if self.script.channel is Channel.CHAT:
            self._say(now, self.script.opening[1:])

    def _next_id(self) -> str:
        self._said += 1
        return f"{self.external_id}.{self._said}"

    def _wait(self, since: int, times: float = 1.0) -> None:
        """Patience begins anew; whoever has said thanks waits for nothing."""
        if not self._is_done:
            self._timers[Deed.COMPLAIN] = since + around(self._pick, self.script.patience * times)

    def _say(self, now: int, lines: tuple[str, ...]) -> None:
        self._lines.extend(lines)
        if self._lines:
            self._timers.setdefault(Deed.SPEAK, now + self._typing(self._lines[0]))

    def _typing(self, line: str) -> int:
        return 1_500 + around(self._pick, len(line) / LETTERS_A_SECOND)

    def _speak(self, now: int) -> Press:
        body = self._lines.popleft()
        if self._lines:
            self._timers[Deed.SPEAK] = now + self._typing(self._lines[0])
        closes = self._asks_to_close and not self._lines
        return self._press(Receive(self.conversation_id, body, self._next_id(), asks_to_close=closes))

    def _listen(self, body: str, now: int) -> None:
        self._timers.pop(Deed.COMPLAIN, None)
        self._complaints = 0
        if self._is_done:
            return
        self._heard.append(body)
        after = self.script.turns[min(self._turn, len(self.script.turns) - 1)].after
        self._timers.setdefault(Deed.ANSWER, now + 2_000 + around(self._pick, after))

    def _answer(self, now: int) -> None:
        self._is_done = self._turn >= len(self.script.turns)
        words = answer(self.script, self._turn, " ".join(self._heard), self._pick)
        self._turn += 1
        self._heard.clear()
        self._asks_to_close = self._is_done and self.script.asks_to_close
        self._wait(now)
        self._say(now, words)
        if self._is_done:
            self._timers[Deed.LEAVE] = now + around(self._pick, 25 if self._is_call else 110)

    def _complain(self, now: int) -> Press | None:
        ringing = self._is_call and not self._said
        if ringing or self._complaints >= len(self.script.impatient):
            self._timers[Deed.LEAVE] = now if ringing else now + 6_000
            if self._is_call:
                return None
            return self._press(Receive(self.conversation_id, self._pick.choice(self.script.leaves), self._next_id()))
        line = self.script.impatient[self._complaints]
        self._complaints += 1
        self._wait(now, 0.8)
        return self._press(Receive(self.conversation_id, line, self._next_id()))

    def _leave(self) -> Press | None:
        """Hangs up or closes the window. Nobody leaves a ticket: it lies where it lies."""
        self._timers.clear()
        self._lines.clear()
        if self.script.channel is Channel.TICKET:
            return self._press(RequestClose(self.conversation_id)) if self._asks_to_close else None
        return self._press(ContactLeft(self.conversation_id))

    def _over(self, now: int, *, is_missed: bool) -> None:
        """It has ended for us; some ring again, some write again when it was not the end for them."""
        if self._is_over:
            return
        self._is_over = True
        self._timers.clear()
        self._lines.clear()
        if self._has_returned:
            return
        if is_missed and self._pick.random() < 0.4:
            self._timers[Deed.OPEN] = now + around(self._pick, 240)
            self.external_id += "+"
            self._said, self._has_returned = 0, True
        elif self._comes_back():
            self._timers[Deed.RETURN] = now + around(self._pick, 420)

    def _comes_back(self) -> bool:
        if self._is_call:
            return False
        return bool(self.script.returns) or (not self._is_done and self._pick.random() < 0.4)

    def _return(self, now: int) -> Press:
        self._has_returned, self._is_over, self._is_done, self._complaints = True, False, False, 0
        self._turn = len(self.script.turns)
        self._wait(now)
        back = self._pick.choice(self.script.returns or self.script.impatient)
        return self._press(Receive(self.conversation_id, back, self._next_id()))
