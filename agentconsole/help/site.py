"""The manual as a site: one plain page of HTML for each of its pages, and nothing that is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from agentconsole import paths
from agentconsole.help import pages
from agentconsole.help.layout import Shown
from agentconsole.help.markdown import Block, Kind, Look, Span, Spans

PICTURES: Final = ("console.svg", "board.svg")
STYLE: Final = """\
:root { color-scheme: light dark; }
body { font: 17px/1.6 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem 4rem;
  display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 3rem; }
nav ul { list-style: none; padding: 0; } nav [aria-current] { font-weight: bold; }
main { max-width: 46rem; } h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .92em; } pre { overflow-x: auto; padding: .8rem 1rem;
  background: color-mix(in srgb, currentColor 8%, transparent); border-radius: .4rem; }
kbd { font: bold .9em ui-monospace, monospace; border: 1px solid color-mix(in srgb, currentColor 40%, transparent);
  border-radius: .3rem; padding: .05rem .4rem; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .35rem 1rem .35rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
img { max-width: 100%; border-radius: .5rem; }
@media (max-width: 50rem) { body { display: block; } }
"""
PAGE: Final = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · agentconsole</title><style>{style}</style></head>
<body><nav aria-label="Pages"><p><a href="index.html">agentconsole</a></p>{contents}</nav>
<main>
{body}
</main></body></html>
"""


def build(folder: Path, shown: Shown) -> list[str]:
    """Writes the site into the folder, which is made where it is missing; the names of its pages. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {"index.html": _page("The manual", "", _welcome())}
    for name in pages.PAGES:
        page = pages.read(name)
        written[f"{name}.html"] = _page(page.title, name, "\n".join(_html(page.blocks, shown)))
    for file, html in written.items():
        (folder / file).write_text(html, encoding="utf-8")
    for picture in PICTURES:
        (folder / picture).write_bytes((paths.data("help") / picture).read_bytes())
    return list(written)


def _page(title: str, name: str, body: str) -> str:
    return PAGE.format(title=escape(title), style=STYLE, contents=_contents(name), body=body)


def _contents(current: str) -> str:
    parts = (("For agents", pages.FOR_AGENTS), ("For operators", pages.FOR_OPERATORS))
    return "".join(
        f"<p>{title}</p><ul>{''.join(_link(name, current) for name in names)}</ul>" for title, names in parts
    )


def _link(name: str, current: str) -> str:
    here = ' aria-current="page"' if name == current else ""
    return f'<li><a href="{name}.html"{here}>{escape(pages.read(name).title)}</a></li>'


def _welcome() -> str:
    shown = "".join(f'<p><img src="{each}" alt="The console at work"></p>' for each in PICTURES)
    first = '<p><a href="first-steps.html">First steps</a> is where to begin.</p>'
    return f"<h1>The manual</h1><p>The terminal console of support agents.</p>{first}{shown}"


def _html(blocks: tuple[Block, ...], shown: Shown) -> Iterator[str]:
    for kind, run in groupby(blocks, key=_element):
        inner = "\n".join(_block(each, shown) for each in run)
        yield f"<{kind}>{inner}</{kind}>" if kind else inner


def _element(block: Block) -> str:
    """What stands around blocks of this kind that follow each other."""
    match block.kind:
        case Kind.ITEM:
            return "ul" if block.mark == "-" else "ol"
        case Kind.CODE:
            return "pre"
        case Kind.HEAD | Kind.ROW:
            return "table"
        case _:
            return ""


def _block(block: Block, shown: Shown) -> str:
    cells = [_spans(cell, shown) for cell in block.cells]
    match block.kind:
        case Kind.HEADING:
            return f"<h{block.level}>{cells[0]}</h{block.level}>"
        case Kind.ITEM:
            return f"<li>{cells[0]}</li>"
        case Kind.CODE:
            return escape(block.words)
        case Kind.HEAD | Kind.ROW:
            cell = "th" if block.kind is Kind.HEAD else "td"
            return f"<tr>{''.join(f'<{cell}>{each}</{cell}>' for each in cells)}</tr>"
        case _:
            return f"<p>{cells[0]}</p>"


def _spans(spans: Spans, shown: Shown) -> str:
    return "".join(_span(each, shown) for each in spans)


def _span(span: Span, shown: Shown) -> str:
    words = escape(span.text)
    match span.look:
        case Look.STRONG:
            return f"<strong>{words}</strong>"
        case Look.EMPHASIS:
            return f"<em>{words}</em>"
        case Look.CODE:
            return f"<code>{words}</code>"
        case Look.KEY:
            return f'<kbd title="{escape(span.target)}">{escape(shown(span.target))}</kbd>'
        case Look.LINK:
            return f'<a href="{escape(span.target.replace(".md", ".html"))}">{words}</a>'
        case _:
            return words
