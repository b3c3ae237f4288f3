"""The words an agent types to search for, and how letters are compared."""

import unicodedata

from agentconsole.store.searching.spellings import spellings

WORDS_USED = 16
TEXT_USED = 400
ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def expression(text: str) -> str:
    """`text` as an FTS5 expression in which nothing is an operator; "" when there is no word in it.

    Only the first TEXT_USED characters and WORDS_USED words count: a pasted mail must not become a query.
    """
    # NUL would end the expression for SQLite, and a lone surrogate cannot be handed over at all.
    text = text[:TEXT_USED].replace("\0", " ").encode("utf-8", "replace").decode()
    words = words_of(text)
    whole = len(words) if text[-1:].isspace() else len(words) - 1
    return " AND ".join(_any_spelling(word, "" if at < whole else "*") for at, word in enumerate(words))


def _any_spelling(word: str, end: str) -> str:
    quoted = ['"' + each.replace('"', '""') + f'"{end}' for each in spellings(word)]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def words_of(text: str) -> list[str]:
    """The words that count, without what has no letter and no digit."""
    return [word for word in text.split() if any(map(_is_word_char, word))][:WORDS_USED]


def before_last(text: str) -> str:
    """The words before the last one, as words that are whole."""
    return f"{' '.join(words_of(text)[:-1])} "


def begun_word(text: str) -> str:
    """The last word of `text` while it is being typed, in lower case; "" unless it is ASCII letters and digits."""
    words = words_of(text) if len(text) <= TEXT_USED and not text[-1:].isspace() else []
    return words[-1].lower() if 0 < len(words) < WORDS_USED and words[-1].isascii() and words[-1].isalnum() else ""


def _is_word_char(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LN" or category == "Co"


def first_word(text: str) -> str:
    """The first run of letters and digits that is looked for, as SQLite's `lower` would leave it."""
    run = "".join(char if _is_word_char(char) else " " for char in text[:TEXT_USED]).split()[0]
    return run.translate(ASCII_LOWER)


def folded(text: str) -> str:
    """`text` in lower case without accents, each character still at its place."""
    return text.translate(ASCII_LOWER) if text.isascii() else text.translate(_FOLD)


class _Fold(dict[int, str]):
    """What a character is compared as, worked out when it first occurs."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFD", chr(code).lower())[:1]
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_FOLD = _Fold()
