"""Contacts who write all the while: each delivery is brought again until the server says that it was taken."""

from __future__ import annotations

import random
from threading import Event, Thread
from time import sleep

import httpx

NAMES = ("Mara", "Li", "Ada", "Bea", "Cleo", "Dov", "Eri", "Fay")
TICKETS = 0.25
"""The share of conversations that are tickets; the others are chats."""


class Contacts:
    """Several threads, each with conversations of its own, in which it says one thing after the other."""

    def __init__(self, url: str, key: str, seed: int, pace: float) -> None:
        """`pace`: seconds between two words of one thread."""
        self._url, self._key, self._seed, self._pace = url, key, seed, pace
        self._stop = Event()
        self._threads: list[Thread] = []
        self.said: dict[str, list[str]] = {}
        """What was taken, by conversation, in the order it was said."""
        self.tries = 0

    def begin(self, threads: int) -> None:
        for n in range(threads):
            self._threads.append(Thread(target=self._live, args=(n,), daemon=True))
            self._threads[-1].start()

    def end(self) -> None:
        """After the word under way."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _live(self, number: int) -> None:
        luck = random.Random(f"{self._seed}/contacts/{number}")
        mine: list[tuple[str, str]] = []
        count = 0
        with httpx.Client(base_url=self._url, trust_env=False, timeout=10) as client:
            while not self._stop.is_set():
                if not mine or luck.random() < 0.35:
                    count += 1
                    channel = "ticket" if luck.random() < TICKETS else "chat"
                    mine = [*mine[-5:], (channel, f"w{number}-{count}")]
                channel, conversation = luck.choice(mine)
                words = self.said.setdefault(conversation, [])
                body = f"word {len(words)} of {conversation}"
                what = {"conversation": conversation, "message": f"{conversation}.{len(words)}", "body": body}
                self._bring(client, channel, {**what, "name": luck.choice(NAMES)})
                words.append(body)
                self._stop.wait(self._pace * luck.uniform(0.3, 1.7))

    def _bring(self, client: httpx.Client, channel: str, what: dict[str, str]) -> None:
        while True:
            self.tries += 1
            try:
                answer = client.post(
                    f"/v1/intake/{channel}", json=what, headers={"Authorization": f"Bearer {self._key}"}
                )
                if answer.status_code == 200:
                    return
                assert answer.status_code in (429, 500, 502, 503, 504), answer.text
            except httpx.HTTPError:
                pass
            sleep(0.3)
