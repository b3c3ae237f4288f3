"""Markdown as text: no mark-up is left, nothing that was said is lost, and no text takes long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.domain.words.markdown import Kind, lines, plain, words


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# A heading #", "A heading"),
        ("A heading\n=========", "A heading"),
        ("One\nparagraph\n\nand another", "One paragraph\n\nand another"),
        ("**bold** and *slanted* and __both__ and _this_", "bold and slanted and both and this"),
        ("**bold with *slanted* inside**", "bold with slanted inside"),
        ("`**code**` stays, ~~this~~ too", "**code** stays, this too"),
        ("[our page](https://x.org/a_b_c)", "our page (https://x.org/a_b_c)"),
        ("[https://x.org](https://x.org) <https://y.org>", "https://x.org https://y.org"),
        ("![a picture](x.png)", "a picture"),
        ("- one\n- two\n  goes on\n1. three", "- one\n- two goes on\n1. three"),
        ("> quoted", "  quoted"),
        ("```sh\ndig +short  x\n# no heading\n```", "    dig +short  x\n    # no heading"),
        ("text\n\n    indented code", "text\n\n    indented code"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a  b\n1  2"),
        ("a<br>b <b>c</b> <!-- secret --> d", "ab c  d"),
        ("<VirtualHost *:80> is no tag of ours", "<VirtualHost *:80> is no tag of ours"),
        (r"1\. is \*no\* list", "1. is *no* list"),
        ("&lt;head&gt; &amp;&nbsp;x", "<head> & x"),
        ("snake_case_names and 2*3*4 stay", "snake_case_names and 2*3*4 stay"),
        ("a\n\n***\n\nb", "a\n\nb"),
        ("", ""),
    ],
)
def test_mark_up_becomes_words(source: str, text: str):
    assert plain(source) == text


def test_each_line_says_what_it_is():
    kinds = [line.kind for line in lines("# H\n\ntext\n\n- item\n\n> quote\n\n```\ncode\n```")]
    assert [kind for kind in kinds if kind is not Kind.BLANK] == ["heading", "text", "item", "quote", "code"]


@given(st.text(alphabet="ab *_`[]()<>!#-|~\\&;:\n\t./1", max_size=400))
def test_letters_are_never_lost(source: str):
    said = plain(source)
    # What an address or a tag holds may go with it; plain words may not.
    for word in ("aab", "bba"):
        if f" {word} " in source.replace("\n", " ") and not set(source) & set("<>[]()`~"):
            assert word in said


BOMBS = ["*" * 50_000, "[" * 50_000, "`" * 50_000, "[a](" * 12_000, "<a " * 16_000, "# " * 25_000, "|-" * 25_000,
         "**a " * 12_000, "_a " * 16_000, "- " * 25_000, "<!--" * 12_000, "\\" * 50_000, "\n" * 50_000,
         "\n".join(["**a *b " * 280] * 25)]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda each: repr(each[:8]))
def test_no_text_is_ever_waited_for(bomb: str):
    """One that is would hold up this test for minutes, and grow the text."""
    lines.cache_clear()
    assert len(plain(bomb)) <= len(bomb) * 3 + 10


def test_a_word_alone_is_cleaned_like_a_line():
    assert words("**x** `y`") == "x y"
