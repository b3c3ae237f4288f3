"""The line commands in the second language: their help, their errors, and nothing of it where English was asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


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
