"""`python -m tests.bench.programs.bare_server PORT FILE`: FastAPI that makes one durable insert, and knows nothing."""

from __future__ import annotations

import sqlite3
import sys
import threading
from typing import Any

import uvicorn
from fastapi import FastAPI, Response

app = FastAPI()
own = threading.local()


def connection() -> sqlite3.Connection:
    """This thread's, with the pragmas of a store on a SQLite without the repaired write-ahead log."""
    if not hasattr(own, "db"):
        own.db = sqlite3.connect(sys.argv[2], isolation_level=None)
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "cell_size_check=ON"):
            own.db.execute(f"PRAGMA {pragma}")
        own.db.execute("CREATE TABLE IF NOT EXISTS line(id INTEGER PRIMARY KEY, body TEXT)")
    found: sqlite3.Connection = own.db
    return found


@app.get("/ready", status_code=204)
def ready() -> Response:
    """It answers."""
    return Response(status_code=204)


@app.post("/lines")
def insert(line: dict[str, Any]) -> dict[str, int]:
    """One durable insert."""
    db = connection()
    db.execute("BEGIN IMMEDIATE")
    number = db.execute("INSERT INTO line(body) VALUES (?)", (line["line"],)).lastrowid
    db.execute("COMMIT")
    return {"id": number or 0}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
