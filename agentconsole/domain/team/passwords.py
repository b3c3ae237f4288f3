"""Which passwords are taken: long enough, and not among those that are guessed first, however dressed up.

Guessed first are known words, runs of the keyboard and the agent's own name.
"""

from __future__ import annotations

import re
import string

SHORTEST, LONGEST = 10, 200
"""Characters of a password; there are no rules of composition (OWASP ASVS 5.0, 6.2)."""
LEAST_LEFT = 4
"""Characters a password needs beside all that is known of it, and beside the digits and signs around that."""
LEAST_KINDS = 5
"""Different characters."""
_WORDS = """
password passwort passwd motdepasse contrasena senha parola haslo welcome willkommen letmein changeme secret
geheim iloveyou trustno master dragon monkey princess sunshine football baseball basketball superman batman
starwars pokemon shadow michael jennifer jordan ashley charlie daniel thomas jessica michelle nicole matthew
andrew joshua liverpool chelsea arsenal barcelona juventus whatever freedom computer internet samsung google
facebook linkedin admin administrator root user guest login test testing temp default support helpdesk agent
agentconsole console summer winter spring autumn sommer monday january february march april june july august
september october november december hello hallo ninja mustang access flower cheese butterfly purple orange
yellow silver killer hunter soccer hockey ranger buster tigger maggie pepper ginger cookie chocolate banana
qazwsx zaqwsx lovely babygirl angel blink corvette mercedes ferrari porsche phoenix cowboys eagles yankees
packers
"""
KNOWN = tuple(sorted(_WORDS.split(), key=len, reverse=True))
"""The longest first, so that no word is cut by a shorter one in it."""
RUNS = (
    *("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop"),
    *("1234567890", "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6z7u8i9o0p"),
    "1q2w3e4r5t6y7u8i9o0p",
)
SHORTEST_RUN = 3
_AT_THE_ENDS = string.digits + string.punctuation + string.whitespace
_LOOKS_LIKE = str.maketrans("@4301!$57", "aaeoiisst")


def why_refused(password: str, agent_id: str) -> str:
    """In one sentence why that cannot be the agent's password; empty for one that can."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"A password has {SHORTEST} to {LONGEST} characters; a few words are best."
    if is_guessable(password, agent_id):
        return "That password would be guessed at once; take a few words."
    return ""


def is_guessable(password: str, agent_id: str) -> bool:
    """Whether too little is left once everything that is tried first has been taken out."""
    typed = password.casefold()
    if len(set(typed)) < LEAST_KINDS:
        return True
    own = [part for part in re.split(r"[^a-z0-9]+", agent_id.casefold()) if len(part) > 1]
    spelled = typed.strip(_AT_THE_ENDS).translate(_LOOKS_LIKE)
    return min(_left(typed, own), _left(spelled, own)) < LEAST_LEFT


def _left(typed: str, own: list[str]) -> int:
    """Letters left without known words, runs and repetitions; digits and signs are tried at every end."""
    for word in (*own, *KNOWN):
        typed = typed.replace(word, " ")
    typed = _without_runs(typed)
    typed = re.sub(r"(.)\1{2,}", r"\1", typed)
    typed = re.sub(r"(.{2,})\1+", r"\1", typed)
    return sum(each.isalpha() for each in typed)


def _without_runs(typed: str) -> str:
    """The text without pieces of three and more that lie side by side on a keyboard or in the alphabet."""
    kept, at = [], 0
    while at < len(typed):
        length = max(_run_at(typed, at, row) for row in (*RUNS, *(run[::-1] for run in RUNS)))
        if length >= SHORTEST_RUN:
            at += length
        else:
            kept.append(typed[at])
            at += 1
    return "".join(kept)


def _run_at(typed: str, at: int, row: str) -> int:
    found = row.find(typed[at])
    if found < 0:
        return 0
    length = 0
    while at + length < len(typed) and found + length < len(row) and typed[at + length] == row[found + length]:
        length += 1
    return length
