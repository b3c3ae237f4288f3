"""Threads that meet a type for the first time in the same instant read it all the same."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import msgspec
import pytest

from agentconsole.typed import converted, decoded, decoder
from tests.house.source import PACKAGE, ROOT

TYPES = 400
"""Without the door the process ends within the first hundred."""
RACE = f"""
import dataclasses, sys, threading
from agentconsole.typed import converted, decoded

sys.setswitchinterval(1e-6)

def fresh():
    @dataclasses.dataclass(frozen=True, slots=True)
    class Part:
        a: int = 0
        b: str = ""
    @dataclasses.dataclass(frozen=True, slots=True)
    class Whole:
        n: int = 0
        parts: tuple[Part, ...] = ()
        named: dict[str, Part] = dataclasses.field(default_factory=dict)
    return Part, Whole

for _ in range({TYPES}):
    part, whole = fresh()
    begin = threading.Barrier(4)
    def reads(number):
        begin.wait()
        if number % 2:
            decoded(b'{{"n": 1, "parts": [{{"a": 1, "b": "x"}}], "named": {{"q": {{"a": 2}}}}}}', whole)
        else:
            converted({{"a": 1, "b": "x"}}, part)
    threads = [threading.Thread(target=reads, args=(n,)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
print("all read")
"""


@dataclass(frozen=True, slots=True)
class Known:
    n: int = 0


def test_first_meetings_of_four_threads_end_no_process():
    done = subprocess.run([sys.executable, "-c", RACE], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, "all read\n"), done.stderr[-500:]


def test_what_is_read_is_of_the_kind_and_what_is_not_says_so():
    assert decoded(b'{"n": 3}', Known) == converted({"n": 3}, Known) == decoder(Known).decode('{"n": 3}') == Known(3)
    assert converted({"n": "3"}, Known, strict=False) == Known(3)
    for wrong in (lambda: decoded('{"n": "3"}', Known), lambda: converted({"n": "3"}, Known)):
        with pytest.raises(msgspec.ValidationError):
            wrong()


def test_nobody_else_reads_a_type():
    readers = ("msgspec.convert(", "msgspec.json.Decoder(", "msgspec.msgpack.", "from msgspec.json import")
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if path.name != "typed.py"
        and (any(each in line for each in readers) or ("msgspec.json.decode(" in line and "type=" in line))
    ]
    assert found == []
