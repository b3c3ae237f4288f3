"""A small, busy shift behind a fake door: two chats and a call held by dana, others waiting."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from tests.support.fake_door import FakeDoor


def a_shift() -> FakeDoor:
    """A door with a small, busy shift behind it: two chats and a call held by dana, others waiting."""
    door = FakeDoor()
    for n, (name, subject) in enumerate(TICKETS):
        door.arrives("ticket", name, subject, f"Hello, {subject}. Can you help?", email=f"{n}@example.org")
        door.later(20)
    mara = door.arrives("chat", "Mara Kovač", "mail bounces since the migration", "Hi, all mail to our domain bounces.")
    li = door.arrives("chat", "Li Wei", "cannot log in after update", "after the update I cannot log in, error 403")
    ruth = door.arrives("phone", "Ruth Adeyemi", "site down, 502", phone="+44 20 7946 0018")
    door.later(15)
    for each in (mara, li, ruth):
        door.perform(ask.Claim(each))
    door.perform(ask.Reply(mara, "Good morning Mara, I am looking at the mail records now."))
    door.perform(ask.Note(mara, "MX still points to the old host"))
    door.perform(ask.Reply(li, "thanks, I can see the account. One moment."))
    door.later(150)
    door.perform(ask.Hold(ruth))
    door.writes(mara, "Any news? I need this sorted before the weekend. It is the second time this month.")
    door.later(30)
    door.arrives("chat", "P. Okafor", "card declined", "my card was declined, is the domain lost?")
    door.writes(mara, "Hello?")
    door.later(25)
    return door


TICKETS = (
    ("Jonas Brandt", "invoice shows wrong VAT"),
    ("Amina Yusuf", "export fails on large file"),
    ("Bo Lindgren", "change of address"),
    ("Chen Yu", "SSL certificate expired"),
    ("Daria Novak", "password reset mail missing"),
    ("Emeka Obi", "DNS not resolving"),
    ("Farah Aziz", "cancel the second domain"),
    ("Gil Santos", "WordPress white screen"),
)
