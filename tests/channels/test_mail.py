"""One mail: headers, charsets, HTML, quotes and attachments, each with the damage seen in the wild."""

from __future__ import annotations

from base64 import b64encode

import pytest

from agentconsole.channels.charsets import decode
from agentconsole.channels.mail import headers
from agentconsole.channels.mail.html import is_tame, to_text
from agentconsole.channels.mail.mail import UnreadableMail, read_mail
from agentconsole.channels.mail.quotes import visible_reply
from agentconsole.channels.text import LONGEST_NAME, attachment_name
from agentconsole.domain.incoming import Attachment
from tests.support.mailbox import a_mail

MEGABYTE = 1_000_000


def many(*parts: bytes, kind: str = "mixed") -> bytes:
    body = b"".join(b"--B\n" + part + b"\n" for part in parts) + b"--B--\n"
    return a_mail(body, content_type=f"multipart/{kind}; boundary=B")


def leaf(media_type: str, body: bytes, extra: str = "") -> bytes:
    return f"Content-Type: {media_type}\n{extra}\n".encode() + body


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße"),
        ("=?koi8-r?B?8NLJ18XU?= =?utf-8?Q?_you?=", "Привет you"),
        ("=?x-nobody-knows?Q?abc?=", "abc"),
        ("=?punycode?Q?abc?=", "abc"),
        ("=?utf-8?B?!!!?=", ""),
        ("=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        ("=?utf-8?Q?with spaces inside?=", "with spaces inside"),
        ("plain =?utf-8*de?Q?words?= after", "plain words after"),
    ],
)
def test_encoded_words_are_decoded_and_broken_ones_do_no_harm(written: str, read: str) -> None:
    assert headers.words(written) == read


def test_a_subject_loses_answers_forwards_and_list_names() -> None:
    for prefix in ("Re: ", "RE: AW: ", "Fwd: [list] Re[2]: ", "[a] [b] ", "re:re:RE:", "Re\uff1a"):
        assert headers.subject(prefix + "No mail") == "No mail"
    assert headers.subject("[urgent]") == "[urgent]"
    assert headers.subject("Re: ") == "Re:"
    assert headers.subject("a\tb\x1b[2J") == "a b[2J"


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ('"Bo, S." <Bo@X.example>', "Bo, S.", "bo@x.example"),
        ("bo@x.example (Bo S)", "Bo S", "bo@x.example"),
        ("bo at x.example (Bo S)", "Bo S", "bo@x.example"),
        ("=?utf-8?Q?Zo=C3=AB?= <z@x.example>, other@y", "Zoë", "z@x.example"),
        ("<z@x.example>", "", "z@x.example"),
        ("just words", "just words", ""),
        ("<<<>>>", "", ""),
        ("", "", ""),
    ],
)
def test_addresses_are_read_as_people_write_them(written: str, name: str, email: str) -> None:
    assert headers.address(written) == headers.Address(name, email)


def test_a_charset_that_lies_or_that_nobody_knows_still_gives_text() -> None:
    assert decode("Grüße".encode("latin-1"), "utf-16") != ""
    assert decode("Grüße".encode("latin-1"), "us-ascii") == "Grüße"
    assert decode("Grüße".encode(), "us-ascii") == "Grüße"
    assert decode("Grüße".encode(), "x-unknown") == "Grüße"
    assert decode(b"abc\xff", "utf-8") == "abc\ufffd"
    assert decode(b"abc", "hex") == "abc"
    assert decode(b"abc", "undefined") == "abc"
    assert decode(b"abc", "\x00" * 500) == "abc"
    assert decode(b"A" * 50_000 + b"-" + b"9" * 50_000, "punycode").startswith("AAA")


def test_plain_text_is_preferred_to_html() -> None:
    mail = read_mail(many(leaf("text/html", b"<p>html</p>"), leaf("text/plain", b"plain"), kind="alternative"))
    assert mail.body == "plain"


def test_html_is_used_when_the_plain_part_is_blank() -> None:
    mail = read_mail(many(leaf("text/plain", b" \n "), leaf("text/html", b"<p>html</p>"), kind="alternative"))
    assert mail.body == "html"


def test_a_plain_footer_does_not_hide_the_html_mail_above_it() -> None:
    mail = read_mail(many(leaf("text/html", b"<p>My site is down</p>"), leaf("text/plain", b"list footer")))
    assert mail.body == "My site is down\n\nlist footer"


def test_html_loses_scripts_styles_and_pictures_and_keeps_links_and_lists() -> None:
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body><script>alert(1)</script><p>Hi <b>you</b></p>"
        "<ul><li>one<li>two</ul><a href='https://x.example/'>see</a><a href='javascript:x()'>bad</a><img src=x alt=y>"
    )
    text = to_text(page)
    assert "**you**" in text
    assert "- one\n- two" in text
    assert "[see](https://x.example/)" in text
    for gone in ("alert", "p{}", "javascript", "![", "<"):
        assert gone not in text


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 200_000,
        "<b>x" * 50_000,
        "<table>" + "<tr><td>a</td></tr>" * 50_000,
        "<a " + "x=1 " * 250_000 + ">a</a>",
        "<" * MEGABYTE,
        "<!--" * 250_000,
        "<style>" * 100_000,
        "&lt;" * 250_000,
        "<p>" + "word " * 200_000,
        "<div>" * 99 + "<p>x" * 2_000,
    ],
    ids=["deep", "open", "table", "attributes", "angles", "comments", "styles", "entities", "long", "both"],
)
@pytest.mark.timeout(30)
def test_an_html_bomb_is_text_within_bounded_time(bomb: str) -> None:
    assert isinstance(to_text(bomb), str)


def test_a_page_too_wild_for_the_parser_still_shows_its_words_and_not_its_scripts() -> None:
    page = "<div>" * 500 + "<style>p{}</style><p>Hello &amp; bye</p><script>alert(1)</script><p>end"
    assert not is_tame(page)
    assert to_text(page) == "Hello & bye\n\nend"


def test_the_quote_and_its_heading_are_left_out_in_several_languages() -> None:
    for heading in (
        "On Mon, 3 Feb 2025 at 10:00, Bo <bo@x.example> wrote:",
        "On Mon, 3 Feb 2025 at 10:00, Bo\n<bo@x.example> wrote:",
        "Am 03.02.2025 um 10:00 schrieb Bo <bo@x.example>:",
        "Le lun. 3 févr. 2025 à 10:00, Bo <bo@x.example> a écrit :",
        "Dne 3. 2. 2025 v 10:00 Bo napsal(a):",
    ):
        assert visible_reply(f"It works now.\n\n{heading}\n> is it\n> working?\n") == "It works now."


def test_answers_between_quoted_lines_are_kept() -> None:
    text = "Hi\n\nOn Mon, 3 Feb 2025, Bo <b@x> wrote:\n> one?\nyes\n> two?\nno\n"
    assert visible_reply(text) == "Hi\n\nyes\nno"


def test_an_original_below_without_marks_is_left_out() -> None:
    for heading in ("-----Original Message-----\nFrom: Bo", "From: Bo <b@x>\nSent: Monday\nTo: us\nSubject: x\n"):
        assert visible_reply(f"It works.\n\n{heading}\n\nold words\nmore old words") == "It works."


def test_a_mail_of_nothing_but_quotes_is_kept_whole() -> None:
    assert visible_reply("> one\n> two\n") == "> one\n> two"


@pytest.mark.parametrize(
    "bomb",
    [
        "\n" * MEGABYTE,
        "On a " * 200_000,
        ("On a " * 39 + "\n") * 5_000,
        "From: a\n" * 125_000,
        "> " * 500_000,
        "On a\n" * 200_000,
        " \n" * 500_000,
        "x" * MEGABYTE,
        "word " * 200_000,
        ("Dne a " * 32 + "\n") * 5_000,
    ],
    ids=["newlines", "one line", "headings", "from", "marks", "short", "blank", "long", "words", "czech"],
)
@pytest.mark.timeout(30)
def test_a_megabyte_made_to_slow_the_quote_patterns_takes_bounded_time(bomb: str) -> None:
    assert isinstance(visible_reply(bomb), str)


def test_an_attachment_keeps_its_name_and_size_and_loses_its_content() -> None:
    encoded = 'Content-Disposition: attachment; filename="a.png"\nContent-Transfer-Encoding: base64\n'
    mail = read_mail(many(leaf("text/plain", b"see"), leaf("image/png", b64encode(b"x" * 1234), encoded)))
    assert mail.attachments == (Attachment("a.png", 1234, "image/png"),)
    assert mail.body == "see"


def test_an_attached_mail_is_an_attachment_and_not_the_body() -> None:
    mail = read_mail(many(leaf("text/plain", b"see"), leaf("message/rfc822", a_mail(b"inner words"))))
    assert mail.body == "see"
    assert [(a.name, a.size, a.media_type) for a in mail.attachments] == [("message.eml", 11, "message/rfc822")]


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("../../.ssh/x", "x"),
        ("C:\\temp\\a.doc", "a.doc"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\x1b[2J\nb.txt", "a[2Jb.txt"),
        ("name. . ", "name"),
        ("..", "attachment"),
        ("", "attachment"),
        ("\ud800x", "x"),
    ],
)
def test_an_attachment_name_is_made_safe(raw: str, safe: str) -> None:
    assert attachment_name(raw) == safe


def test_a_long_attachment_name_is_cut_and_keeps_its_suffix() -> None:
    name = attachment_name("x" * 300 + ".pdf")
    assert (len(name), name[-4:]) == (LONGEST_NAME, ".pdf")


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"From\n",
        b": : :\n",
        b"From: \xff\xfe\nSubject: \x80\n",
        b"Content-Type: \xe4\nFrom: a@b\n",
        b"Content-Type: multipart/mixed\n",
        b"Content-Type: multipart/mixed; boundary=\n",
        b"Content-Type: text/plain; charset*0*=x\n",
        b"Content-Type: image/png; name*0*=utf-8''%; name*1*=%\n",
        b"Content-Disposition: attachment; filename*=nobody''%ff\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"Message-ID: no brackets at all\nDate: -1\n",
    ],
)
def test_a_broken_header_block_still_gives_a_mail(head: bytes) -> None:
    assert isinstance(read_mail(head + b"\nbody \xff!").body, str)


@pytest.mark.timeout(30)
def test_a_header_of_a_megabyte_takes_bounded_time() -> None:
    for value in ("<" * MEGABYTE, "=?utf-8?q?" * 100_000, "a at " * 200_000, "re: " * 250_000, "[a" * 500_000):
        raw = a_mail(sender=value, subject=value, date=value, extra=f"References: {value}\n")
        assert read_mail(raw).body == "hello"


@pytest.mark.timeout(30)
def test_a_mail_made_of_countless_parts_or_headers_is_refused_at_once() -> None:
    parts = a_mail(b"--B\n\nx\n" * 100_000, content_type="multipart/mixed; boundary=B")
    for raw in (parts, b"X-A: b\n" * 600_000 + b"\nhi", b"X: a\n" + b" x\n" * 600_000):
        with pytest.raises(UnreadableMail, match="too many"):
            read_mail(raw)


@pytest.mark.timeout(30)
def test_a_file_name_in_countless_pieces_takes_bounded_time() -> None:
    pieces = "".join(f"filename*{n}*=a; " for n in range(120_000))
    mail = read_mail(
        many(leaf("text/plain", b"see"), leaf("image/png", b"x", f"Content-Disposition: attachment; {pieces}\n"))
    )
    assert len(mail.attachments) == 1


@pytest.mark.timeout(30)
def test_bodies_of_a_megabyte_are_read_whole_in_every_encoding() -> None:
    quoted = "Content-Transfer-Encoding: quoted-printable\n"
    based = "Content-Transfer-Encoding: base64\n"
    assert len(read_mail(a_mail(b"a line of text\n" * 70_000)).body) == 15 * 70_000 - 1
    assert len(read_mail(a_mail(b"=61" * MEGABYTE, extra=quoted)).body) == MEGABYTE
    assert len(read_mail(a_mail(b64encode(b"a" * MEGABYTE), extra=based)).body) == MEGABYTE
    assert len(read_mail(a_mail(b"<p>x</p>" * 125_000, content_type="text/html")).body) >= 125_000
