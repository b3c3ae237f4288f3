"""The console in a browser: this computer's own, with the key, on our page; anybody else is sent away."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import pyte
import pytest

from agentconsole.domain.commands import Claim
from tests.e2e.console import ROOT, eventually
from tests.e2e.shift import ME, Shift
from tests.support.chromium import Page, chromium
from tests.support.terminal import plain_environment
from tests.support.terminal_screen import drawable

SIZE = (120, 36)
BEGIN = re.compile(r"(http://\S+)/\?key=(\S+)")


class Served:
    """A running `agentconsole web`: where it is, and its key."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        found = BEGIN.search(process.stdout.readline())
        assert found, process.stderr.read() if process.stderr else ""
        self.process, self.url, self.key = process, found[1], found[2]

    @property
    def address(self) -> str:
        return f"{self.url}/?key={self.key}"


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "agentconsole", *options, "web", "--port", "0"]
    env = plain_environment() | {"HOME": str(folder / "home"), "TERM": "dumb"}
    with subprocess.Popen(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield Served(process)
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) in (0, 130)


@pytest.fixture
def shift(tmp_path: Path) -> Shift:
    return Shift(tmp_path / "store.db")


@pytest.fixture
def chat(shift: Shift) -> str:
    chat = shift.comes("chat", "Mara Kovač", "mail bounces", "Hi, all mail to us bounces.")
    assert shift.does(ME, Claim(chat)).is_accepted
    return chat


@asynccontextmanager
async def let_in(web: Served) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that has opened the printed address."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        async with client.get(web.address) as page:
            assert page.status == 200
            assert "key=" not in str(page.url)
        yield client


class Drawn:
    """What a page's terminal shows of what comes over its socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._screen = socket, pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self._screen)

    async def shows(self, words: str) -> None:
        while words not in "\n".join(self._screen.display):
            message = await self._socket.receive(timeout=30)
            assert message.type is aiohttp.WSMsgType.BINARY, f"{message}\n" + "\n".join(self._screen.display)
            self._stream.feed(drawable(message.data))

    async def types(self, text: str) -> None:
        await self._socket.send_json(["stdin", text])


async def test_a_page_opens_the_console_types_into_it_and_what_is_sent_is_in_the_store(tmp_path, shift, chat):
    with served(tmp_path, "--store", str(shift.path), "--as", ME) as web:
        async with (
            let_in(web) as client,
            client.ws_connect(f"{web.url}/ws?width={SIZE[0]}&height={SIZE[1]}", headers={"Origin": web.url}) as socket,
        ):
            page = Drawn(socket)
            await page.shows("Mara Kovač")
            await page.types("\x1bOQ")
            await page.shows("PUBLIC to Mara")
            await page.types("from a page")
            await page.shows("from a page")
            await page.types("\x13")
            await page.shows("✓ #")
            await page.types("left in the middle")
            await page.shows("left in the middle")
        eventually(lambda: shift.bodies(chat)[-1][2] == "from a page", "the reply is kept")
        eventually(lambda: shift.drafts(chat) == {"public": "left in the middle"}, "a closed page keeps its draft")
    assert not shift.faults()


async def test_without_the_key_or_from_another_page_nobody_gets_in(tmp_path, shift, chat):
    with served(tmp_path, "--store", str(shift.path), "--as", ME) as web:
        async with aiohttp.ClientSession() as stranger:
            for path in ("/", "/?key=guessed", "/static/js/textual.js"):
                async with stranger.get(f"{web.url}{path}") as answer:
                    assert answer.status == 403
                    assert "agentconsole web" in await answer.text()
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await stranger.ws_connect(f"{web.url}/ws")
        async with let_in(web) as client:
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await client.ws_connect(f"{web.url}/ws", headers={"Origin": "http://127.0.0.1:1"})
            async with client.get(f"{web.url}/") as page:
                policy = page.headers["Content-Security-Policy"]
                assert "default-src 'self'" in policy
                assert "googleapis" not in policy
                assert not re.search(r'(href|src)="https?://(?!127\.0\.0\.1)', await page.text())


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = plain_environment() | {"HOME": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-m", "agentconsole", *arguments],
        cwd=ROOT,
        env=env,
        text=True,
        capture_output=True,
        timeout=60,
    )


def test_other_computers_are_let_in_only_when_asked_for(tmp_path):
    refused = run(tmp_path, "web", "--host", "0.0.0.0", "--demo")
    assert refused.returncode == 2
    assert "--beyond-this-computer" in refused.stderr


def test_a_store_that_is_not_there_is_told_before_anything_is_served(tmp_path):
    refused = run(tmp_path, "--store", str(tmp_path / "none.db"), "web")
    assert refused.returncode == 2
    assert "There is no store yet" in refused.stderr


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
async def test_a_real_browser_shows_the_console_and_its_keys_arrive(tmp_path, shift, chat):
    with served(tmp_path, "--store", str(shift.path), "--as", ME) as web:
        async with chromium(tmp_path / "profile", web.address) as page:
            await Page.until(lambda: page.text("document.body.className"), "-first-byte")
            await page.press("F2")
            await page.types("out of a browser")
            await page.press("Enter")
            await Page.until(lambda: last_words(shift, chat), "out of a browser")
            assert page.elsewhere(web.url) == []


EARLY = """const runs = performance.now;
performance.now = () => 0;
addEventListener("DOMContentLoaded", () => dispatchEvent(new KeyboardEvent("keydown", {key: "e"})));"""
"""A key before the page shows, and a clock that stands still: no pause behind it."""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
async def test_what_is_typed_before_the_page_shows_does_nothing_until_there_was_a_pause(tmp_path, shift, chat):
    with served(tmp_path, "--store", str(shift.path), "--as", ME) as web:
        async with chromium(tmp_path / "profile", web.address) as page:
            await page.does("Page.addScriptToEvaluateOnNewDocument", source=EARLY)
            await page.opens(f"{web.url}/")
            await Page.until(lambda: page.text("document.body.className"), "-first-byte")
            await Page.until(lambda: page.text("document.activeElement.tagName"), "TEXTAREA")
            # Each would end the chat that is selected.
            for _ in range(10):
                await page.types("e")
                await asyncio.sleep(0.2)
            await page.text("performance.now = runs.bind(performance)")
            await page.press("F2")
            await page.types("after a pause")
            await page.press("Enter")
            await Page.until(lambda: last_words(shift, chat), "after a pause")
    assert shift.bodies(chat)[-1][2] == "after a pause"


async def last_words(shift: Shift, chat: str) -> str:
    return shift.bodies(chat)[-1][2]
