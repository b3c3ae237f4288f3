"""`agentconsole config …`: what is set, where it comes from, whether it can be used, and changing it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import rich_click as click

from agentconsole import paths
from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData, Misused
from agentconsole.cli.lines.where_set import ABOUT, template, where_set
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.settings import Settings, SettingsError, read_file, read_settings, settings_in
from agentconsole.tongue import _, said
from agentconsole.tui.editors import editors


@noun("config")
def command() -> None:
    """Your settings: show, validate, schema, edit, path."""


@line_command("path", example="config path")
def path(session: Session) -> None:
    """Where the settings' file lies, whether or not there is one."""
    file = paths.config_file()
    session.answer({"path": str(file), "exists": file.exists()}, str(file))


@line_command("show", example="config show")
def show(session: Session) -> None:
    """Every setting, its value, and who says so."""
    found = where_set(paths.config_file(), os.environ)
    rows = [output.row([(each.key, 26), (_told(each.value), 24), (said(each.source), 0)]) for each in found]
    session.answer([{"id": s.key, "value": s.value, "source": s.source} for s in found], "\n".join(rows))


def _told(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case list() | tuple():
            return shlex.join(value)
        case _:
            return str(value)


@line_command("validate", example="config validate")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def validate(session: Session, file: Path | None) -> None:
    """Say whether the settings can be used: yours, or those of FILE without the environment."""
    where = file or paths.config_file()
    if file and not file.exists():
        raise Misused(f"{file} is not there.")
    problems = _problems(where, use_environment=file is None)
    for problem in problems:
        output.complain(problem)
    found = {"path": str(where), "valid": not problems, "problems": problems}
    if session.is_json or not problems:
        session.answer(found, said(_fine(where)))
    if problems:
        raise InvalidData("These settings cannot be used as they are.")


def _fine(where: Path) -> str:
    if where.exists():
        return f"{where}: everything in it can be used."
    return f"There is no {where}: the defaults hold, and what variables set; `agentconsole config show` lists both."


def _problems(file: Path, *, use_environment: bool) -> list[str]:
    """What is wrong with the settings, in sentences: their shape, then the keys, then the theme."""
    try:
        settings = read_settings(file, os.environ if use_environment else {})
    except SettingsError as error:
        return [str(error), *_unfit(file, _usable(file))]
    return _unfit(file, settings)


def _usable(file: Path) -> Settings:
    """The settings of a file without those that are none, so that what else is wrong can be named beside them."""
    values: dict[str, Any] = {}
    with suppress(SettingsError):
        for name, value in read_file(file).items():
            with suppress(SettingsError):
                settings_in({name: value}, "")
                values[name] = value
    return settings_in(values, "")


def _unfit(file: Path, settings: Settings) -> list[str]:
    """What the screens cannot use of settings that are well written."""
    from agentconsole.cli.starting.setting import keymap_of, manners, shape, theme_folders, theme_name
    from agentconsole.tui.theme import chosen_theme

    keymap = keymap_of(settings)
    problems = [f"{file}: keymap: {problem}." for problem in keymap.problems]
    for told in (lambda: manners(settings, {}), lambda: shape(settings)):
        try:
            told()
        except SettingsError as error:
            problems.append(f"{file}: {error}")
    program = settings.notify.command[:1]
    if program and shutil.which(program[0]) is None:
        problems.append(f"{file}: notify.command: {program[0]} cannot be run; install it, or name another program.")
    complaint = chosen_theme(theme_folders(), theme_name(settings))[1]
    return [*problems, *([f"{file}: {complaint}"] if complaint else [])]


@line_command("schema", example="config schema")
def schema(session: Session) -> None:
    """The settings' file as a JSON Schema, for editors that complete and check."""
    import msgspec

    found = msgspec.json.schema(Settings)
    for kind in found["$defs"].values():
        kind["additionalProperties"] = False
    for name, words in ABOUT.items():
        table, _, inner = name.rpartition(".")
        kind = type(getattr(Settings(), table)).__name__ if table else "Settings"
        found["$defs"][kind]["properties"][inner]["description"] = words
    session.document({"$schema": "https://json-schema.org/draft/2020-12/schema", **found})


@line_command("edit", example="config edit")
def edit(session: Session) -> None:
    """Open the settings in your editor; they take effect once they can be used."""
    file = paths.config_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name("config.toml.edited")
    if not beside.exists():
        beside.write_text(_begun(file), "utf-8")
    while True:
        _run_editor(beside)
        try:
            problems = _unfit(file, settings_in(read_file(beside), str(beside)))
        except SettingsError as error:
            output.complain(str(error))
            if not _again():
                words = f"The settings in force are as before; what you wrote is kept in {beside}."
                raise InvalidData(words) from error
            continue
        for problem in problems:
            output.complain(problem)
        if not (problems and _again()):
            break
    os.replace(beside, file)
    words = f"{file} is in force from the next start on."
    if problems:
        words = f"{file} is in force from the next start on, without what is named above."
    session.answer({"path": str(file), "problems": problems}, said(words))


def _begun(file: Path) -> str:
    """What the editor shows: all settings around those the console has written there alone, else the file."""
    words = file.read_text("utf-8") if file.exists() else ""
    if "#" not in words:
        with suppress(SettingsError):
            return template(read_file(file))
    return words


def _again() -> bool:
    return sys.stdin.isatty() and click.confirm(_("Edit it again?"), default=True)


def _run_editor(file: Path) -> None:
    try:
        choices = editors(os.environ)
    except ValueError as error:
        raise Misused(_("EDITOR cannot be understood ({error})").format(error=error) + ".") from error
    for editor in choices:
        try:
            ended = subprocess.run([*editor, str(file)], check=False)
        except FileNotFoundError:
            continue
        if ended.returncode:
            raise Misused(f"{editor[0]} ended with {ended.returncode}; nothing was changed, your text is in {file}.")
        return
    raise Misused(f"{' and '.join(each[0] for each in choices)} cannot be run: set EDITOR to an editor you have.")


for _each in (show, validate, schema, edit, path):
    command.add_command(_each)
