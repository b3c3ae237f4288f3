"""What whoever imports should know behind the figures: that clocks run now, and what looks like a mistake."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.cli.records.bringing_in import BroughtIn
from agentconsole.tongue import _, n_, number

MANY = 20
"""Conversations from which on one address being the contact of most of them is told: no contact writes that often."""


def what_begins(done: BroughtIn) -> Iterator[str]:
    """A sentence where there was nothing, or where somebody waits from now on."""
    if not (done.imported or done.unchanged or done.described or done.bad):
        yield _("There was nothing in it.")
    if done.waiting:
        words = n_(
            "{count} of them waits for word: its clock has begun now.",
            "{count} of them wait for word: their clocks have begun now.",
            done.waiting,
        )
        yield words.format(count=number(done.waiting))


def likely_mistakes(done: BroughtIn) -> Iterator[str]:
    """A sentence where an address of one's own has been taken for a contact's."""
    for address, count in done.contacts.most_common(1):
        if address and count >= MANY and 2 * count > done.imported:
            yield _(
                "{address} is the contact of {count} of {all}. If that is an address of yours, import them into a new "
                "store and say so: --ours {address}"
            ).format(address=address, count=number(count), all=number(done.imported))
