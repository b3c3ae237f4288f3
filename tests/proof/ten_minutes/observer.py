"""Somebody who looks all the time how many chats everybody holds, on a connection of their own."""

from __future__ import annotations

from threading import Event, Thread
from time import sleep

from agentconsole.store.errors import StoreError
from tests.proof.ten_minutes.house import House

SAMPLE = (
    "SELECT assignee, count(*) FROM conversation WHERE channel = 'chat' AND status = 'active' GROUP BY assignee "
    "UNION ALL SELECT agent_id, count(*) FROM chat_slot GROUP BY agent_id"
)


class Observer:
    """Counts how often it looked, and the most chats it ever saw in one pair of hands."""

    def __init__(self, house: House, pause: float = 0.02) -> None:
        self.looks = self.most = 0
        self._house, self._pause, self._stop = house, pause, Event()
        self._thread = Thread(target=self._look, daemon=True, name="observer")

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.is_set():
            try:
                with self._house.db() as db:
                    while not self._stop.wait(self._pause):
                        self.most = max([self.most, *(n for _, n in db.execute(SAMPLE).fetchall())])
                        self.looks += 1
            except StoreError:
                # Its connection is killed like everybody's.
                sleep(0.1)
