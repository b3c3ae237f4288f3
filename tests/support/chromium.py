"""A real Chromium without a window, driven over its debugging socket: opens a page, presses keys, knows its loads."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import aiohttp

KEYS = {"F2": ("F2", 113, ""), "Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, "")}
"""Code, number and text of the keys that are no letters."""


class Page:
    """One tab. `loaded` are the addresses of everything that was loaded."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._ids = socket, itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.loaded: list[str] = []
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._socket:
            told = message.json()
            if told.get("method") == "Network.responseReceived":
                self.loaded.append(told["params"]["response"]["url"])
            if told.get("id") in self._answers:
                self._answers.pop(told["id"]).set_result(told)

    async def does(self, method: str, **params: object) -> dict[str, Any]:
        """One command of the protocol, answered."""
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        result: dict[str, Any] = (await asyncio.wait_for(answer, 30)).get("result", {})
        return result

    async def opens(self, url: str) -> Self:
        """Loads a page, and listens to what it loads."""
        await self.does("Network.enable")
        await self.does("Page.enable")
        await self.does("Emulation.setFocusEmulationEnabled", enabled=True)
        await self.does("Page.navigate", url=url)
        return self

    async def text(self, expression: str) -> str:
        """What a piece of script answers."""
        answer = await self.does("Runtime.evaluate", expression=expression)
        return str(answer.get("result", {}).get("value", ""))

    async def press(self, key: str) -> None:
        """A key, down and up."""
        code, number, text = KEYS.get(key, (key, ord(key[0].upper()), key))
        both = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        await self.does("Input.dispatchKeyEvent", type="keyDown", **both, **({"text": text} if text else {}))
        await self.does("Input.dispatchKeyEvent", type="keyUp", **both)
        await self.rests()

    async def types(self, text: str) -> None:
        """Letter by letter."""
        for letter in text:
            await self.press(letter)

    async def rests(self) -> None:
        """A moment."""
        await asyncio.sleep(0.05)

    async def picture(self) -> str:
        """The page as a PNG in base64."""
        return str((await self.does("Page.captureScreenshot", format="png"))["data"])

    def elsewhere(self, url: str) -> list[str]:
        """What was loaded from anywhere but there."""
        return [each for each in self.loaded if not each.startswith((url, url.replace("http", "ws", 1), "data:"))]

    @staticmethod
    async def until(tells: Callable[[], Awaitable[str]], words: str) -> None:
        """Waits until what is told holds the words. Raises AssertionError."""
        told = ""
        for _ in range(400):
            told = await tells()
            if words in told:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"never {words!r}, but {told!r}")


@asynccontextmanager
async def chromium(profile: Path, url: str) -> AsyncIterator[Page]:
    """A browser with that page open, ended afterwards."""
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--window-size=1200,800"]
    command = ["chromium", *options, f"--user-data-dir={profile}", "about:blank"]
    quietly = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=quietly, stderr=quietly)
    try:
        async with aiohttp.ClientSession() as client:
            port = await _port(profile / "DevToolsActivePort")
            async with client.get(f"http://127.0.0.1:{port}/json/list") as answer:
                tabs = [each for each in await answer.json() if each["type"] == "page"]
            async with client.ws_connect(tabs[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield await Page(socket).opens(url)
    finally:
        process.terminate()
        await process.wait()


async def _port(file: Path) -> str:
    for _ in range(600):
        words = await asyncio.to_thread(_words, file)
        if words:
            return words[0]
        await asyncio.sleep(0.1)
    raise AssertionError("chromium never said where it listens")


def _words(file: Path) -> list[str]:
    return file.read_text("utf-8").split() if file.exists() else []
