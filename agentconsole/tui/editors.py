"""Which editors may be the agent's own: the one VISUAL or EDITOR names, else those that most computers have."""

from __future__ import annotations

from collections.abc import Mapping

USUAL = (("nano",), ("vi",))
"""Tried in this order where none is named."""


def editors(environment: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The commands to be tried, one after the other, each as its words. Raises ValueError for quotes left open."""
    import shlex

    named = environment.get("VISUAL") or environment.get("EDITOR")
    return (tuple(shlex.split(named)),) if named else USUAL
