"""Signs that somebody senior might look, each explained and none deciding: anger, loops, coming back too often."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from agentconsole.domain.promises.service_levels import WEEK
from agentconsole.domain.values import dataclass

ANGRY_AT = 3
"""Points from which on the contact's words count as angry: one threat, or several lesser signs together."""
LATEST = 6
"""Messages of the contact that are looked at: what was said an hour ago has been answered since."""
LOOP_TIMES = 3
LOOP_WORDS = 4
"""A message shorter than that says too little to be called a repetition: "ok", "hello?", "any news?"."""
ALIKE = 0.5
"""Share of words two messages have in common from which on they say the same thing."""
BUSY_CONTACT = 3


class FlagKind(StrEnum):
    """What was seen."""

    ANGER = "anger"
    LOOP = "loop"
    OFTEN_HERE = "often_here"


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign and the words that explain it."""

    kind: FlagKind
    words: str


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)


THREATS = _any(
    *(r"law ?suit", r"lawyers?", r"solicitor", r"legal action", r"sue you", r"consumer (?:court|forum)", r"ombudsman"),
    *(
        r"police complaint",
        r"(?:file|filing) a complaint",
        r"trading standards",
        r"charge ?back",
        r"take (?:you|this) to court",
    ),
    *(r"anwalt", r"rechtsanwalt", r"klage", r"abogado", r"denuncia", r"avocat", r"advogado", r"procon", r"avvocato"),
)
INSULTS = _any(
    *(
        r"pathetic",
        r"useless",
        r"incompetent",
        r"idiots?",
        r"stupid",
        r"scam(?:mers?)?",
        r"fraud(?:sters?)?",
        r"liars?",
    ),
    *(r"rubbish", r"joke of a", r"worst (?:service|company|experience|support)", r"bloody", r"crap", r"wtf", r"damn"),
    *(r"ridiculous", r"disgusting", r"cheat(?:ing|ed|ers)?", r"unverschämt", r"frechheit", r"saftladen", r"betrug"),
    *(r"vergüenza", r"estafa", r"inútil", r"arnaque", r"honteux", r"vergonha", r"golpe", r"truffa", r"vergogna"),
)
DISPLEASED = _any(
    *(r"unacceptable", r"frustrat\w+", r"furious", r"angry", r"fed up", r"sick of", r"had enough", r"outrageous"),
    *(r"terrible", r"horrible", r"awful", r"appalling", r"nonsense", r"disappoint\w+", r"how many times", r"not happy"),
    *(r"still (?:not|no)", r"no ?(?:one|body) (?:is )?(?:helping|answers|responds|cares)", r"waste of (?:my )?time"),
    *(r"wütend", r"sauer", r"inakzeptabel", r"schon wieder", r"inaceptable", r"harto", r"harta", r"inadmissible"),
    *(r"furieux", r"furieuse", r"inaceitável", r"inaccettabile", r"stufo", r"stufa"),
)
SHOUTED = re.compile(r"\b[A-ZÄÖÜÉÈÇÑ]{4,}\b")
ACRONYMS = frozenset(
    {"HTTP", "HTTPS", "SMTP", "IMAP", "CNAME", "DNSSEC", "NXDOMAIN", "SPF1", "IPV6", "MYSQL", "CPANEL"}
)
MARKS = re.compile(r"[!?]{3,}|!{2,}")
WORD = re.compile(r"\w+")


def anger(latest: Iterable[str]) -> Flag | None:
    """Whether the contact's newest messages, the newest last, sound angry; the words that did are named."""
    points, found = 0, list[str]()
    for body in list(latest)[-LATEST:]:
        for pattern, weight in ((THREATS, 3), (INSULTS, 2), (DISPLEASED, 1)):
            said = [match.lower() for match in pattern.findall(body)]
            points += weight * len(set(said))
            found += said
        shouted = [each for each in SHOUTED.findall(body) if each not in ACRONYMS]
        if len(shouted) >= 2 or MARKS.search(body):
            points += 1
            found += ["capitals"] if len(shouted) >= 2 else ["exclamation marks"]
    if points < ANGRY_AT:
        return None
    named = ", ".join(f"“{each}”" for each in dict.fromkeys(found))
    return Flag(FlagKind.ANGER, f"The contact sounds angry: {named[:160]}.")


def loop(bodies: Iterable[str]) -> Flag | None:
    """Whether the contact says the same thing for the third time: they have not been understood, or not been helped."""
    said = [(body, frozenset(WORD.findall(body.casefold()))) for body in bodies]
    said = [(body, words) for body, words in said if len(words) >= LOOP_WORDS]
    for n in range(len(said) - 1, -1, -1):
        body, words = said[n]
        times = 1 + sum(_alike(words, other) for _, other in said[:n])
        if times >= LOOP_TIMES:
            line = " ".join(body.split())[:80]
            return Flag(FlagKind.LOOP, f"The contact has said this {times} times: “{line}”.")
    return None


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def often_here(received: Iterable[int], now: int) -> Flag | None:
    """Whether the contact has come three times within a week; the instants are of their conversations, this one too."""
    lately = sum(0 <= now - at <= WEEK for at in received)
    if lately < BUSY_CONTACT:
        return None
    return Flag(FlagKind.OFTEN_HERE, f"The contact has come {lately} times within a week.")
