"""Making a store readable again whose list of tables is damaged, on a copy.

Every store begins with the same migrations, so the pages that list its tables are those of a new one.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager

from agentconsole.store.sqlite import open_store

# Where the header, the first hundred bytes of the file, keeps the number of pages.
_HEADER_PAGE_COUNT = 28


@contextmanager
def copy_with_our_tables(store: str) -> Iterator[str]:
    """The path of a private copy of `store`, beside it, with a new store's list of tables; it is gone afterwards.

    What the copy's tables hold is only as good as the bytes of `store`. Raises OSError when there is no room.
    """
    with tempfile.TemporaryDirectory(prefix=".salvage-", dir=os.path.dirname(os.path.abspath(store))) as folder:
        pattern = os.path.join(folder, "new.db")
        size, pages = _table_list(pattern)
        copy = os.path.join(folder, "copy.db")
        shutil.copyfile(store, copy)
        with open(pattern, "rb") as new, open(copy, "r+b") as out:
            for page in pages:
                new.seek((page - 1) * size)
                out.seek((page - 1) * size)
                out.write(new.read(size))
            out.flush()
            out.seek(_HEADER_PAGE_COUNT)
            out.write((os.path.getsize(copy) // size).to_bytes(4))
        yield copy


def _table_list(path: str) -> tuple[int, list[int]]:
    """Make a new store at `path`; its page size, and the pages that are no table's or index's own.

    In a new store every table and index still fits its root page, so the rest is the list of tables.
    """
    with closing(open_store(path, i_know=True)) as connection:
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        count = int(connection.execute("PRAGMA page_count").fetchone()[0])
        roots = {row[0] for row in connection.execute("SELECT rootpage FROM sqlite_schema")}
    return size, [page for page in range(1, count + 1) if page not in roots]
