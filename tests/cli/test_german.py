"""The line commands in the second language: their help, their errors, and nothing of it where English was asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentconsole.tongue import speak
from tests.cli.in_team import first_login
from tests.support.team_server import Team


def said(*words: str, language: str) -> str:
    environment = {**os.environ, "LANGUAGE": language, "NO_COLOR": "1", "COLUMNS": "120"}
    program = [sys.executable, "-m", "agentconsole", *words]
    ran = subprocess.run(program, capture_output=True, text=True, env=environment, timeout=60, check=False)
    return ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("words", "english", "german"),
    [
        (
            ("conversation", "resolve", "--help"),
            "Done; a chat or a call goes to wrap-up",
            "Erledigt; Chat oder Anruf gehen",
        ),
        (("agent", "--help"), "Everybody, with role and presence.", "Alle, mit Rolle und Anwesenheit."),
        (("--help",), "Work a simulated shift", "Eine gespielte Schicht"),
        (("man",), "EXIT STATUS", "CKGABEWERTE"),
        (("man",), "whether the terminal's bell", "ob der Ton des Terminals"),
    ],
)
def test_help_is_in_the_reader_s_language(words: tuple[str, ...], english: str, german: str):
    in_english, in_german = said(*words, language="en"), said(*words, language="de")
    assert english in in_english
    assert german not in in_english
    assert german in in_german
    assert english not in in_german


@pytest.mark.parametrize(
    ("words", "german"),
    [
        (("conversation", "claim"), "Es fehlt 'ID'. Siehe `agentconsole conversation claim --help`."),
        (("nope", "1"), "Es gibt keinen Befehl 'nope'. Siehe `agentconsole --help`."),
        (("note", "1"), "heißt `agentconsole conversation note`."),
        (("--flyer",), "Es gibt keine Option '--flyer'."),
        (("conversation", "claim", "1", "2"), "Das ist zu viel: 2."),
        (("import", "/nowhere"), "'/nowhere' gibt es nicht."),
        (("completion", "fich"), "'fich' ist keines von 'bash', 'zsh', 'fish'."),
        (("doctor",), "die Konsole braucht ein Terminal"),
        (("config", "show"), "Vorgabe"),
    ],
)
def test_what_the_parser_and_the_doctor_say_is_in_the_reader_s_language(words: tuple[str, ...], german: str):
    assert german in said(*words, language="de")
    assert german not in said(*words, language="en")


MBOX = "From nobody\n"
LINES = """{"external_id": "a", "channel": "fax", "received_at": "2026-05-04T09:30:00Z", "contact": {}, "messages": []}
{"external_id": "b", "channel": "chat", "received_at": "soon: now", "contact": {}, "messages": []}
{"id": "c", "turns": [{"role": "bot", "content": "hi"}]}
"""


def test_what_is_wrong_with_a_file_or_a_record_of_it_is_in_the_reader_s_language(tmp_path: Path):
    mbox, lines, store = tmp_path / "in.mbox", tmp_path / "in.jsonl", str(tmp_path / "store.db")
    mbox.write_text(MBOX, "utf-8")
    lines.write_text(LINES, "utf-8")
    told = " ".join(said("--store", store, "import", str(mbox), language="de").split())
    assert f"{mbox} enthält keine Mail, wie eine mbox sie hat: keine Zeile beginnt mit From" in told
    told = " ".join(said("--store", store, "import", str(lines), language="de").split())
    assert "Zeile 1: channel ist 'fax'; nimm eines von chat, phone, ticket" in told
    assert "Zeile 2: received_at: 'soon: now' ist keine Zeit nach ISO 8601" in told
    assert "Zeile 3: Nachricht 1: role ist 'bot'; nimm eines von" in told
    assert "nichts ließ sich hereinholen; der Speicher ist, wie er war." in told
    told = " ".join(said("--store", store, "import", "--strict", str(lines), language="de").split())
    assert "Zeile 1: channel ist 'fax'; nimm eines von chat, phone, ticket; der Speicher ist, wie er war." in told


def test_whoever_signs_in_is_told_in_their_language_where_the_session_is_kept(team: Team, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "de")
    try:
        told = " ".join(first_login(team).out.split())
    finally:
        speak("en")
    assert f"ana ist bei {team.url} angemeldet; die Sitzung liegt in " in told
    assert told.endswith("nur für dich lesbar.")
