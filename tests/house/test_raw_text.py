"""Foreign text reaches the screen through the sanitiser only; these are the ways round it."""

import ast

import pytest

from tests.house.raw_text import raw_text
from tests.house.source import PACKAGE, modules


def test_no_widget_of_ours_is_given_raw_text():
    found = {
        module.name: places
        for module in modules(PACKAGE / "tui")
        if (places := raw_text(module.tree, is_help=module.path.stem == "help"))
    }
    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        "Static(subject)",
        "Static(f'from {name}')",
        "Label('total [b]')",
        "Label(conversation.subject, classes='x')",
        "Button(label=name)",
        "self.notify(f'{name} took it')",
        "self.app.notify(message, title='x')",
        "Static(name if name else 'nobody')",
        "Static(str(error))",
        "Static(', '.join(names))",
        "DataTable()",
        "Markdown('# ours', open_links=False)",
        "Text.from_ansi(body)",
        "Content.from_markup(body)",
        "Content.from_markup(f'Hi {name}')",
        "RichLog(markup=True)",
        "Option(name)",
        "self.tooltip = name",
        "pane.border_title = f'{name}'",
        "Content.styled(x).on(action=f'open({name})')",
        "self.app.open_url(url)",
        "import webbrowser",
    ],
)
def test_every_way_round_the_sanitiser_is_found(planted: str):
    assert len(raw_text(ast.parse(planted))) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        "Static()",
        "Static('Queue', id='title')",
        "Static(safe.line(subject), markup=False)",
        "Static(text, markup=False)",
        "Label(present.status(view))",
        "self.notify(safe.line(words), markup=False)",
        "Content.from_markup('Hi $name', name=safe.line(name))",
        "self.border_title = safe.line(name)",
        "self.tooltip = None",
        "Static(id='echo')",
    ],
)
def test_clean_text_and_our_own_words_pass(harmless: str):
    assert raw_text(ast.parse(harmless)) == []


def test_our_own_pages_may_be_markdown_that_opens_no_link():
    assert raw_text(ast.parse("MarkdownViewer(page, open_links=False)"), is_help=True) == []
    assert len(raw_text(ast.parse("MarkdownViewer(page)"), is_help=True)) == 1
