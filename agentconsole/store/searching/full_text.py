"""A full-text index over columns of a table, as SQL: what a console searches, and what PostgreSQL has none of."""


def full_text(table: str, rowid: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """An index over `columns` that keeps no text of its own, and the triggers that keep it true."""
    names = ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    forget = f"INSERT INTO {table}_fts({table}_fts, rowid, {names}) VALUES ('delete', old.{rowid}, {old});"
    learn = f"INSERT INTO {table}_fts(rowid, {names}) VALUES (new.{rowid}, {new});"
    # An update that leaves the words alone, as most do, must not touch the index.
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in (rowid, *columns))
    return (
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content='{table}', content_rowid='{rowid}', "
        "tokenize='unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {table}_learn AFTER INSERT ON {table} BEGIN {learn} END",
        f"CREATE TRIGGER {table}_forget AFTER DELETE ON {table} BEGIN {forget} END",
        f"CREATE TRIGGER {table}_relearn AFTER UPDATE ON {table} WHEN {changed} BEGIN {forget} {learn} END",
    )
