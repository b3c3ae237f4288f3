"""Rungs of the escalation ladder as they are typed and printed on a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agentconsole.cli.errors import Misused
from agentconsole.domain.leads.ladder import Rung, money, on_now
from agentconsole.domain.team.agent import Agent

AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{2}))?\s*([A-Za-z]{3})?")


def rung_in(words: str) -> Rung:
    """The rung spelled `ID:NAME:agents=A+B:contact=WHERE:limit=480.00 EUR:minutes=30`. Raises Misused."""
    rung_id, name, *rest = (part.strip() for part in (*words.split(":"), ""))
    told = {key.strip(): value.strip() for key, _, value in (part.partition("=") for part in rest if part)}
    unknown = told.keys() - {"agents", "contact", "limit", "minutes"}
    if unknown or not rung_id or not name:
        raise Misused(f"{words!r} is no rung; write it as tier2:Tier 2:agents=bo+li:limit=480.00:minutes=30.")
    limit, currency = _amount(told.get("limit", "0"))
    minutes = told.get("minutes", "0")
    if not minutes.isascii() or not minutes.isdigit():
        raise Misused(f"{minutes!r} is no number of minutes.")
    agents = tuple(each for each in told.get("agents", "").split("+") if each)
    return Rung(rung_id, name, agents, told.get("contact", ""), limit, currency, int(minutes))


def _amount(words: str) -> tuple[int, str]:
    found = AMOUNT.fullmatch(words)
    if found is None:
        raise Misused(f"{words!r} is no amount; write it as 480.00 or 480.00 EUR.")
    whole, cents, currency = found.groups()
    return int(whole) * 100 + int(cents or 0), (currency or "EUR").upper()


def rung_line(rung: Rung, agents: Mapping[str, Agent]) -> str:
    """The rung with who is on it now, what they may grant, and how long it usually takes."""
    there = ", ".join(each.short_name for each in on_now(rung, agents)) or rung.contact or "nobody on shift"
    parts = [f"{rung.id:<12}{rung.name}", f"now: {there}"]
    parts += [f"contact: {rung.contact}"] if rung.contact and there != rung.contact else []
    parts += [f"may grant {money(rung)}"] if rung.limit else []
    parts += [f"usually {rung.usual_minutes} min"] if rung.usual_minutes else []
    return "  ·  ".join(parts)
