"""Themes: every one of ours reads well, and a broken one becomes a sentence."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import Theme

from agentconsole.tui.theme import DEFAULT_THEME, BadTheme, chosen_theme, read_theme, theme_names, theme_of
from agentconsole.tui.widgets.hint_line import HintLine
from agentconsole.tui.widgets.ink import RECIPES, Ink, mix
from agentconsole.tui.widgets.painted import Line, Painted
from tests.tui.conftest import a_console

FOLDER = Path(__file__).parents[2] / "themes"
OURS = [theme_of((FOLDER,), name) for name in theme_names((FOLDER,))]
PAPERS = ("background", "surface", "panel")
NOT_TEXT = {Ink.RULE}


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    shares = [part / 255 for part in colour.rgb]
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The WCAG 2 contrast ratio, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def weakest(theme: Theme) -> tuple[float, str]:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    found = []
    for ink in RECIPES.keys() - NOT_TEXT:
        for paper in PAPERS:
            style = mix(ink, variables, Color.parse(variables[paper]))
            assert style.color is not None
            assert style.bgcolor is not None
            pair = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            found.append((contrast(*pair), f"{ink} on {paper}"))
    return min(found)


def test_our_five_themes_load():
    assert [theme.name for theme in OURS] == ["ac-ansi", "ac-ansi-light", "ac-contrast", "ac-dark", "ac-light"]
    assert DEFAULT_THEME in {theme.name for theme in OURS}


@pytest.mark.parametrize("theme", [t for t in OURS if not t.ansi], ids=lambda t: t.name)
def test_every_ink_reads_well_on_every_paper(theme: Theme):
    ratio, where = weakest(theme)
    assert ratio >= (7 if theme.name == "ac-contrast" else 4.5), where


@pytest.mark.parametrize("theme", [t for t in OURS if t.ansi], ids=lambda t: t.name)
def test_in_the_terminals_own_colours_nothing_is_bold_and_black_and_the_cursor_is_reversed(theme: Theme):
    """Many terminals show bold black as grey."""
    variables = {**theme.to_color_system().generate(), **theme.variables}
    for ink, recipe in RECIPES.items():
        style = mix(ink, variables, Color.parse("ansi_default"))
        assert not (recipe.is_bold and style.color == Color.parse("ansi_black").rich_color), ink
    cursor = mix(Ink.CURSOR, variables, Color.parse("ansi_default"))
    assert cursor.reverse
    assert cursor.color == cursor.bgcolor == Color.parse("ansi_default").rich_color


@pytest.mark.parametrize("theme", [t for t in OURS if t.ansi], ids=lambda t: t.name)
def test_in_the_terminals_own_colours_what_has_a_ground_of_its_own_is_text_on_its_ground_reversed(theme: Theme):
    """Of the sixteen no pair reads in every palette: "black" is pale grey in some, and "yellow" is olive."""
    variables, ground = {**theme.to_color_system().generate(), **theme.variables}, Color.parse("ansi_default")
    for ink in (Ink.CURSOR, Ink.NOTE):
        style = mix(ink, variables, ground)
        assert (style.reverse, style.color, style.bgcolor) == (True, ground.rich_color, ground.rich_color), ink
    assert mix(Ink.NOTE, variables, ground) != mix(Ink.CURSOR, variables, ground), "a note is not the cursor"


@pytest.mark.parametrize("theme", [t for t in OURS if t.ansi], ids=lambda t: t.name)
def test_in_the_terminals_own_colours_a_line_between_panes_is_seen_in_every_palette(theme: Theme):
    """What is called bright black is the ground of Solarized, and nearly that of others."""
    variables, ground = {**theme.to_color_system().generate(), **theme.variables}, Color.parse("ansi_default")
    line = mix(Ink.RULE, variables, ground)
    assert (line.color, line.dim) == (ground.rich_color, True)


BRIGHT = {
    "xterm": ("#ffffff", "#000000", "#cd0000", "#0000ee", "#cd00cd"),
    "GNOME": ("#ffffff", "#1e1e1e", "#c01c28", "#12488b", "#a347ba"),
    "macOS": ("#ffffff", "#000000", "#990000", "#0000b2", "#b200b2"),
    "Tango": ("#ffffff", "#2e3436", "#cc0000", "#3465a4", "#75507b"),
    "Solarized": ("#fdf6e3", "#657b83", "#dc322f", "#268bd2", "#d33682"),
    "Gruvbox": ("#fbf1c7", "#3c3836", "#cc241d", "#458588", "#b16286"),
}
"""The ground and the text of palettes that terminals come with, and their red, blue and magenta."""


@pytest.mark.parametrize("palette", BRIGHT)
def test_on_a_bright_ground_nothing_is_written_in_what_cannot_be_read_there(palette: str):
    theme = next(t for t in OURS if t.ansi and not t.dark)
    variables, ground = {**theme.to_color_system().generate(), **theme.variables}, Color.parse("ansi_default")
    paper, *colours = map(Color.parse, BRIGHT[palette])
    known = dict(zip((None, 1, 4, 5), colours, strict=True))
    for ink in RECIPES:
        found = mix(ink, variables, ground).color
        assert found is not None
        assert contrast(known[found.number], paper) >= 3.3, ink


async def test_in_the_terminals_own_colours_a_note_is_written_on_the_terminals_own_ground():
    theme = next(t for t in OURS if t.ansi)
    async with a_console() as console:
        console.app.register_theme(theme)
        console.app.theme = theme.name
        await console.press("f2", "ctrl+n")
        assert console.screen.pane.composer.has_class("-note")
        assert console.screen.pane.composer.styles.background == Color.parse("ansi_default")


@pytest.mark.parametrize("theme", OURS, ids=lambda t: t.name)
async def test_the_console_paints_in_every_theme(theme: Theme):
    class OneLine(App[None]):
        def compose(self) -> ComposeResult:
            yield HintLine()

        def on_mount(self) -> None:
            self.register_theme(theme)
            self.theme = theme.name
            self.query_one(HintLine).show((("F1", "help"),))

    app = OneLine()
    async with app.run_test() as pilot:
        await pilot.pause()
        line = app.query_one(HintLine)
        assert line.render_line(0).text.rstrip() == " F1 help"
        for ink in Ink:
            assert line.ink(ink).color is not None


async def test_a_change_of_theme_changes_the_inks_of_widgets_on_the_screen():
    class OneLine(App[None]):
        def compose(self) -> ComposeResult:
            yield HintLine()

    app = OneLine()
    async with app.run_test() as pilot:
        for theme in OURS:
            app.register_theme(theme)
        app.theme = "ac-dark"
        await pilot.pause()
        dark = app.query_one(HintLine).ink(Ink.DIM)
        app.theme = "ac-light"
        await pilot.pause()
        assert app.query_one(HintLine).ink(Ink.DIM) != dark


async def test_a_theme_that_differs_in_inks_alone_is_seen_on_what_has_a_border_too():
    class Framed(Painted):
        DEFAULT_CSS = "Framed { height: 2; border-top: solid white; }"

        def lay_out(self, _width: int, _height: int) -> list[Line]:
            return [(("soon", Ink.SOON),)]

    class OneFrame(App[None]):
        def compose(self) -> ComposeResult:
            yield Framed()

    def painted() -> str:
        line = framed.render_lines(framed.outer_size.region)[-1]
        return str(next(segment.style.color.name for segment in line if "soon" in segment.text))

    app = OneFrame()
    async with app.run_test() as pilot:
        framed, seen = app.query_one(Framed), []
        for theme in (t for t in OURS if t.ansi):
            app.register_theme(theme)
            app.theme = theme.name
            await pilot.pause()
            seen.append(painted())
        assert len(set(seen)) == len(seen), seen


def test_a_late_row_and_a_calm_one_differ_without_colour_too():
    assert RECIPES[Ink.LATE].is_bold
    assert not RECIPES[Ink.TEXT].is_bold


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("name = 'x'\nprimary = 'no such colour'", "not a colour"),
        ("name = 'x'\nprimary = '#112233'\n[variables]\nrule = 'blurple'", "rule"),
        ("name = 'x'\nprimary = '#112233'\ncolour = '#fff'", "unknown field colour"),
        ("name = 'x'\nprimary = 12", "no primary"),
        ("primary = '#112233'", "no name"),
        ("name = 'x'\nprimary = '#112233'\ndark = 'yes'", "true or false"),
        ("name = 'x'\nprimary = '#112233'\nvariables = 3", "table"),
        ("name = 'x'\nprimary = '#112233'\ntext_alpha = 'much'", "number"),
        ("name = 'x'\nprimary = '#112233'\n[variables]\nrule = 7", "rule"),
        ("name = ", "not TOML"),
    ],
)
def test_a_bad_theme_says_what_is_wrong_with_it(toml: str, words: str):
    with pytest.raises(BadTheme, match=words):
        read_theme(toml)


def test_the_chosen_theme_is_read_alone_and_a_missing_one_gives_way_to_the_default(tmp_path: Path):
    (tmp_path / "broken.toml").write_text("name = ")
    (tmp_path / "ac-dark.toml").write_text((FOLDER / "ac-dark.toml").read_text("utf-8"))
    assert chosen_theme((tmp_path,), "ac-dark")[1] == ""
    theme, complaint = chosen_theme((tmp_path,), "broken")
    assert (theme.name, complaint.startswith("The theme broken cannot be used: it is not TOML")) == ("ac-dark", True)
    complaint = chosen_theme((tmp_path,), "../ac-dark")[1]
    assert complaint.startswith("The theme ../ac-dark cannot be used: it is not there; there are ")
