"""The floor of a line command: Python that opens one SQLite file, reads a row and prints it."""

import sqlite3
import sys

connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
