"""What is wrong with the terminal the console would open in, and how to mend it, each in one sentence."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import field

from agentconsole.domain.values import dataclass
from agentconsole.settings import DisplaySettings

SMALLEST, USUAL = (60, 15), (80, 24)
"""Columns and rows: below the first the console only asks for more room, below the second it leaves panes out."""
SLOWEST_ESCAPE = 50
"""Milliseconds tmux may hold back Esc before a hand notices."""
TMUX_ASKED = ("escape-time", "focus-events", "set-titles", "set-clipboard", "allow-passthrough", "default-terminal")
TMUX_LETTERS = "client_utf8"
"""What tmux itself says of the terminal around it: whether that was begun with a UTF-8 locale."""
ASK_SECONDS = 2.0
SET_AGAINST_US = (
    (
        "focus-events",
        ("off",),
        "tmux does not say which window you look at: put `set -g focus-events on` into ~/.tmux.conf.",
    ),
    (
        "set-titles",
        ("off",),
        "the number of late things stays inside tmux: `set -g set-titles on` puts it into the window's title.",
    ),
    (
        "set-clipboard",
        ("off", "external"),
        "what you copy stays out of the clipboard: put `set -s set-clipboard on` into ~/.tmux.conf.",
    ),
    (
        "allow-passthrough",
        ("off",),
        "the terminal's own notifications stay inside tmux: `set -g allow-passthrough on` in ~/.tmux.conf, and "
        "tmux_passthrough = true under notify, let them out.",
    ),
    (
        TMUX_LETTERS,
        ("0",),
        "tmux draws _ for every letter that is not English: begin it with a UTF-8 locale, such as LANG=C.UTF-8.",
    ),
)
"""Options of tmux, the values of them that take something from the console, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `words` say how it is and, where it is not well, what to do."""

    name: str
    is_well: bool
    words: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """What can be found out about a terminal without writing to it. `tmux` holds the options of the tmux around it."""

    environment: Mapping[str, str]
    encoding: str = "utf-8"
    columns: int = 120
    rows: int = 36
    is_terminal: bool = True
    tmux: Mapping[str, str] | None = None
    display: DisplaySettings = field(default_factory=DisplaySettings)


def findings(terminal: Terminal) -> list[Finding]:
    """Everything there is to say, the healthy included."""
    found = [_kind(terminal), _letters(terminal)]
    if terminal.is_terminal:
        found += [_colours(terminal.environment), _size(terminal.columns, terminal.rows)]
    if terminal.tmux is not None:
        found += _tmux(terminal.tmux)
    if "STY" in terminal.environment and terminal.tmux is None:
        words = "GNU screen holds Esc back; put `maptimeout 10` and `defutf8 on` into ~/.screenrc."
        found.append(Finding("screen", False, words))
        words = "what you copy goes through GNU screen to the clipboard of a terminal that lets programs copy."
        found.append(Finding("screen", True, words))
    if terminal.environment.get("SSH_CONNECTION"):
        words = "over SSH: what the console calls you with is the bell and the window's title, which both get through."
        slow = "" if terminal.display.bandwidth == "low" else 'On a slow line, bandwidth = "low" under display helps.'
        found.append(Finding("ssh", True, " ".join(filter(None, [words, slow]))))
    return [*found, _display(terminal.display)]


def _display(display: DisplaySettings) -> Finding:
    asked = {
        "low bandwidth": display.bandwidth == "low",
        "nothing ticks": display.reduced_motion or display.bandwidth == "low",
        "the terminal's cursor is shown": display.show_cursor,
        "plain borders": display.plain_borders,
    }
    on = ", ".join(words for words, is_on in asked.items() if is_on)
    return Finding("display", True, on or "as usual; `agentconsole config edit` has it calmer, plainer or cheaper")


def _kind(terminal: Terminal) -> Finding:
    term = terminal.environment.get("TERM", "")
    if not terminal.is_terminal:
        words = "the output goes into a file or a pipe; the console needs a terminal, the line commands do not."
        return Finding("terminal", True, words)
    if term in ("", "dumb"):
        words = f"TERM is {term or 'not set'}: the console cannot draw; use the line commands, or set TERM."
        return Finding("terminal", False, words)
    if terminal.tmux is not None and not term.startswith(("tmux", "screen")):
        words = f"TERM is {term} inside tmux; leave it to tmux, or keys and colours go wrong."
        return Finding("terminal", False, words)
    return Finding("terminal", True, term)


def _letters(terminal: Terminal) -> Finding:
    encoding = terminal.encoding.lower() or "nothing known"
    locale = terminal.environment.get("LC_ALL", "")
    if locale in ("C", "POSIX"):
        words = f"LC_ALL is {locale}: your editor takes what is not English for garbage; LC_ALL=C.UTF-8 knows letters."
        return Finding("encoding", False, words)
    if "utf" not in encoding:
        words = f"the terminal takes {encoding}: names would be shown as ?; use a UTF-8 locale, such as LANG=C.UTF-8."
        return Finding("encoding", False, words)
    return Finding("encoding", True, encoding)


def _colours(environment: Mapping[str, str]) -> Finding:
    if environment.get("NO_COLOR"):
        words = "NO_COLOR is set: your terminal's own two colours; every state is a word or a sign as well."
        return Finding("colours", True, words)
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Finding("colours", True, "16 million")
    if "256" in environment.get("TERM", "") or "direct" in environment.get("TERM", ""):
        return Finding("colours", True, '256; if the themes look wrong, theme = "ac-ansi" uses your terminal\'s own.')
    return Finding("colours", False, 'perhaps 16: theme = "ac-ansi" in the settings uses your terminal\'s own.')


def _size(columns: int, rows: int) -> Finding:
    here = f"{columns}x{rows}"
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return Finding("size", False, f"{here} is too small: make the window {USUAL[0]}x{USUAL[1]} at least.")
    if columns < USUAL[0] or rows < USUAL[1]:
        return Finding("size", False, f"{here}: panes are left out below {USUAL[0]}x{USUAL[1]}.")
    return Finding("size", True, here)


def _tmux(options: Mapping[str, str]) -> list[Finding]:
    told = []
    held, kind = options.get("escape-time", ""), options.get("default-terminal", "")
    if held.isdecimal() and int(held) > SLOWEST_ESCAPE:
        told.append(f"tmux holds Esc back for {held} ms: put `set -sg escape-time 10` into ~/.tmux.conf.")
    told += [words for option, values, words in SET_AGAINST_US if options.get(option) in values]
    if kind and "256color" not in kind and "direct" not in kind:
        told.append(f"tmux offers {kind}: put `set -g default-terminal tmux-256color` into ~/.tmux.conf.")
    found = [Finding("tmux", False, words) for words in told]
    return found or [Finding("tmux", True, "Esc, focus, titles and colours get through")]


def tmux_options(environment: Mapping[str, str], ask: Callable[[list[str]], str]) -> Mapping[str, str] | None:
    """The options that matter of the tmux around us, as far as it tells; None when there is none."""
    if not environment.get("TMUX"):
        return None
    options = {name: ask(["tmux", "show-options", "-Agqv", name]).strip() for name in TMUX_ASKED}
    return options | {TMUX_LETTERS: ask(["tmux", "display-message", "-p", f"#{{{TMUX_LETTERS}}}"]).strip()}


def asked(command: list[str]) -> str:
    """What the command prints; empty when it cannot be run or fails."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=ASK_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout
