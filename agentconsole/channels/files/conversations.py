"""A thread of mails as one ticket: who is the contact, which mails are ours, and when each was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agentconsole.channels.files.reader import Options
from agentconsole.channels.files.values import LONGEST_ID, contact
from agentconsole.channels.mail.headers import Address
from agentconsole.channels.mail.mail import Mail
from agentconsole.domain.incoming import IncomingConversation, IncomingMessage
from agentconsole.domain.terms import Author


def from_mails(root: str, mails: Sequence[Mail], options: Options) -> IncomingConversation:
    """The ticket of at least one mail, given in the order of the mailbox.

    Messages stand in order of time; a mail without a usable date has the time of the one before it.
    Without a status in the options a thread waits when its contact wrote last, else it is pending.
    """
    unique = _without_copies(mails)
    timed = sorted(_timed(unique, options.received_at), key=lambda pair: pair[0])
    first = next((mail for _, mail in timed if mail.message_id == root), timed[0][1])
    who = _contact(first, unique, options.ours)
    messages = tuple(_message(at, mail, who, options.ours) for at, mail in timed)
    turn = "waiting" if messages[-1].author is Author.CONTACT else "pending"
    return IncomingConversation(
        source=options.source or "mail",
        external_id=root[:LONGEST_ID],
        channel="ticket",
        subject=first.subject,
        category="",
        contact=contact(who.name, who.email, ""),
        received_at=timed[0][0],
        status=options.status or turn,
        messages=messages,
    )


def _without_copies(mails: Sequence[Mail]) -> list[Mail]:
    """Each mail once: mailboxes hold what was sent to two of our addresses twice.

    Different mails under one Message-ID are told apart by `#2`, `#3` behind it.
    """
    bodies: dict[str, list[str]] = {}
    unique: list[Mail] = []
    for mail in mails:
        same_id = bodies.setdefault(mail.message_id, [])
        if mail.body in same_id:
            continue
        same_id.append(mail.body)
        suffix = f"#{len(same_id)}" if len(same_id) > 1 else ""
        unique.append(replace(mail, message_id=mail.message_id + suffix))
    return unique


def _timed(mails: Sequence[Mail], received_at: int) -> list[tuple[int, Mail]]:
    known = next((mail.at for mail in mails if mail.at is not None), received_at)
    timed: list[tuple[int, Mail]] = []
    for mail in mails:
        known = known if mail.at is None else mail.at
        timed.append((known, mail))
    return timed


def _contact(first: Mail, mails: Sequence[Mail], ours: frozenset[str]) -> Address:
    """The first sender who is not us; when only we wrote, whom we wrote to."""
    if not is_ours(first.sender, ours):
        return first.sender
    others = (mail.sender for mail in mails if not is_ours(mail.sender, ours))
    return next(others, first.recipient)


def is_ours(who: Address, ours: frozenset[str]) -> bool:
    """Whether the address, or its domain, is one of ours."""
    return who.email in ours or who.email.rpartition("@")[2] in ours


def _message(at: int, mail: Mail, who: Address, ours: frozenset[str]) -> IncomingMessage:
    return IncomingMessage(
        _author(mail.sender, who, ours),
        "reply",
        at,
        mail.body,
        mail.message_id,
        mail.sender.name or mail.sender.email,
        mail.attachments,
    )


def _author(sender: Address, who: Address, ours: frozenset[str]) -> Author:
    """With our addresses known, everybody else is on the contact's side; else only the contact is."""
    if ours:
        return Author.AGENT if is_ours(sender, ours) else Author.CONTACT
    same = sender.email == who.email if who.email else sender.name == who.name
    return Author.CONTACT if same else Author.AGENT
