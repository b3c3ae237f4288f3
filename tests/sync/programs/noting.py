"""A console without its screens that writes notes until it is killed: `noting.py STORE URL TOKEN NAME CHAT MARK`.

It prints each note's number once the note is saved on this machine.
"""

import sys
import time
from contextlib import closing

from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Note
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.jobs import Posted
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.sync.watch import Watch
from agentconsole.workspace.carried import Delivery
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

store, url, token, name, chat, mark = sys.argv[1:]
clock = ServerClock(SystemClock())
posted = Posted(lambda: open_store(store), name, clock, SystemIds(), url, mark)
courier = TeamCourier(posted, lambda: RestBackend(url, token))
with closing(open_store(store, read_only=True)) as db:
    workspace = Workspace(Desk(db, name, clock, courier, url), SystemIds(), mark)
    courier.start()
    watch = Watch(store, courier.store_was_written)
    watch.start()
    n = 0
    while True:
        command_id = workspace.perform(Note(chat, f"{mark} {n}"))
        while any(c.envelope.id == command_id and c.delivery is Delivery.SAVING for c in courier.carried()):
            time.sleep(0.002)
        print(n, flush=True)
        n += 1
        time.sleep(0.03)
