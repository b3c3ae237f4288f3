"""The hostile inputs of the fixtures as strings, and random ones made from the same stuff; the seed is printed."""

from __future__ import annotations

import os
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

FIXTURE = Path(__file__).parents[2] / "fixtures" / "hostile.toml"
COUNT = int(os.environ.get("AGENTCONSOLE_FUZZ", "400"))
SEED = int(os.environ.get("AGENTCONSOLE_SEED", "20260"))

BAD = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What must never reach a terminal inside text: controls, and marks that reorder."""

PIECES = [
    *map(chr, (*range(0x20), *range(0x7F, 0xA0))),
    *"\u202e\u2066\u2069\u200b\u200d\u200e\u2028\u3164\ufe0f\ufeff\ufff9\uffff\ud83d\udc00\xad\u115f\u1160\u11a8",
    *map(chr, (0xE0001, 0xE007F, 0xE0100, 0x1D173, 0x10FFFF)),
    "\x1b]52;c;eA==\x07", "\x1b[2J", "\x1b]8;;http://evil.example\x1b\\", "\x9b2J", "\x1bP$q", "\r\n", "\r", "\n", "\t",
    "[@click=app.quit]", "[/]", "[/b]", "[red", "\\[", "a\u0301\u0316" * 12, "日本", "👩\u200d👧", "🇩🇪", "שלום", "नमस्ते",
    "가", "e\u0301", "hello ", "word", "x" * 50, "https://example.org/a?b=c",
]  # fmt: skip


def payloads() -> dict[str, str]:
    """Every payload of the fixture by name, the huge ones at their full size."""
    listed = tomllib.loads(FIXTURE.read_text("utf-8"))["payload"]
    return {each["name"]: _text(each) for each in listed}


def fuzzed() -> Iterator[str]:
    """COUNT random texts."""
    print(f"AGENTCONSOLE_SEED={SEED} AGENTCONSOLE_FUZZ={COUNT}")
    pick = random.Random(SEED)
    for _ in range(COUNT):
        yield "".join(pick.choices(PIECES, k=pick.randint(1, 40)))


def _text(payload: dict) -> str:
    if "bytes_hex" in payload:
        return bytes.fromhex(payload["bytes_hex"]).decode("utf-8", "surrogateescape")
    middle = payload.get("unit", "") * payload.get("repeat", 0)
    return payload.get("text", "") + payload.get("prefix", "") + middle + payload.get("suffix", "")
