"""Whether a contact's name is a company's, or another body's: none that anybody is greeted by a part of."""

from __future__ import annotations

import re

LEGAL_FORMS = frozenset(
    {
        *("ltd", "limited", "inc", "incorporated", "llc", "llp", "lp", "plc", "corp", "corporation", "company", "pty"),
        *("gmbh", "mbh", "ggmbh", "ohg", "gbr", "kgaa", "sarl", "sas", "srl", "spa", "sro", "doo"),
        *("kft", "zrt", "oyj", "aps", "lda", "ltda", "pte", "pvt", "kk", "bvba", "vof", "eurl", "ooo"),
    }
)
"""Forms that stand in a company's name, without their dots."""
IN_CAPITALS = frozenset({"AG", "SE", "SA", "AB", "AS", "KG", "NV", "BV", "UG", "OY", "CO", "SC", "CV", "DAC", "PC"})
"""Forms that somebody may be called by as well: Maria Sa is a person."""
WITH_DOTS = frozenset({"ek", "ev", "eg", "sl", "sa", "bv", "nv", "ag", "kg", "oo", "sc"})
"""Forms that are ones only with dots in them, as in `e.K.`: Oscar Ek is a person."""
TRADES = frozenset(
    {
        *("group", "holding", "holdings", "partners", "partner", "associates", "brothers", "bros", "sons", "traders"),
        *(
            "trading",
            "services",
            "solutions",
            "systems",
            "consulting",
            "agency",
            "software",
            "hosting",
            "media",
            "labs",
        ),
        *("studio", "studios", "team", "support", "office", "department", "foundation", "university", "school"),
        *("college", "institute", "hospital", "clinic", "hotel", "museum", "library", "council", "ministry", "society"),
        *("association", "club", "union", "bank", "shop", "store", "logistics", "industries", "ventures", "design"),
        *("verein", "stiftung", "universität", "hochschule", "schule", "kanzlei", "praxis", "verlag", "stadtwerke"),
        *("stadt", "gemeinde", "bäckerei", "autohaus", "werkstatt", "versand", "handel", "vertrieb", "beratung"),
        *("agentur", "druckerei", "apotheke", "gasthof", "restaurant", "bakery", "cafe", "café", "church"),
    }
)
"""What a body is, or does. Where somebody is called so after all, the whole name greets them no worse."""
BETWEEN = frozenset({"&", "+", "and", "und", "of", "for", "für", "et", "at", "from", "bei"})
_DOMAIN = re.compile(r"\w\.\w\w")


def is_company(name: str) -> bool:
    """Whether it reads as no person's name: by a legal form, a trade, words that join names, numbers, a domain, an
    abbreviation in front, or a last word that begins small after a first one that does not. What stands in brackets is
    where the person works."""
    words = re.sub(r"\([^)]*\)", " ", name).split()
    if len(words) < 2:
        return False
    return (
        words[0].casefold() in ("the", "team")
        or (words[0].istitle() and words[-1].isalpha() and words[-1].islower())
        or (_is_abbreviation(words[0]) and not all(word.isupper() for word in words))
        or any(_is_ones(word) for word in words[1:])
        or any(_is_no_name(word) for word in words)
    )


def _is_ones(word: str) -> bool:
    """Whether the word, behind another one, makes a body of it."""
    bare = word.replace(".", "").replace("/", "").strip(",;")
    is_dotted = "." in word.rstrip(".,;") and bare.casefold() in WITH_DOTS
    return is_dotted or bare in IN_CAPITALS or bare.casefold() in LEGAL_FORMS or word in BETWEEN


def _is_no_name(word: str) -> bool:
    return word.strip(",;").casefold() in TRADES or bool(_DOMAIN.search(word)) or word.strip("+").isdigit()


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()
