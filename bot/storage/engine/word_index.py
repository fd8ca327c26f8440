"""The index that /find asks: FTS5 on SQLite, GIN on PostgreSQL.

It follows the table `incident_words` by itself. See docs/decisions/2026-12-01-find-asks-an-index.md.
"""

from functools import cache

from sqlalchemy.engine import Connection

from bot.storage.engine.own_district import EVERYWHERE
from bot.storage.engine.sqlite_library import sqlite3

INDEX = "incident_words_index"

_FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS incident_words_index USING fts5(words, content='incident_words', content_rowid='id', "
    "detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "INSERT INTO incident_words_index(incident_words_index) VALUES ('rebuild')",
)
_TRIGGERS = {
    "incident_words_put": "CREATE TRIGGER incident_words_put AFTER INSERT ON incident_words BEGIN "
    "INSERT INTO incident_words_index(rowid, words) VALUES (NEW.id, NEW.words); END",
    "incident_words_gone": "CREATE TRIGGER incident_words_gone AFTER DELETE ON incident_words BEGIN "
    "INSERT INTO incident_words_index(incident_words_index, rowid, words) VALUES ('delete', OLD.id, OLD.words); END",
    "incident_words_grew": "CREATE TRIGGER incident_words_grew AFTER UPDATE OF words ON incident_words "
    "WHEN NEW.words <> OLD.words AND substr(NEW.words, 1, length(OLD.words)) = OLD.words BEGIN "
    "INSERT INTO incident_words_index(rowid, words) VALUES (NEW.id, substr(NEW.words, length(OLD.words) + 1)); END",
    "incident_words_changed": "CREATE TRIGGER incident_words_changed AFTER UPDATE OF words ON incident_words "
    "WHEN substr(NEW.words, 1, length(OLD.words)) <> OLD.words BEGIN "
    "INSERT INTO incident_words_index(incident_words_index, rowid, words) VALUES ('delete', OLD.id, OLD.words); "
    "INSERT INTO incident_words_index(rowid, words) VALUES (NEW.id, NEW.words); END",
}
"""A word that joins costs its own entry: the table keeps each word once, so of those that were there nothing is touched."""

_TAKE_AWAY = {name: f"DROP TRIGGER {name}" for name in _TRIGGERS}
_MERGE = "INSERT INTO incident_words_index(incident_words_index) VALUES ('optimize')"
_GIN = "CREATE INDEX IF NOT EXISTS incident_words_index ON incident_words USING gin (words)"


@cache
def can_index() -> bool:
    """Whether the SQLite library of the program has FTS5."""
    connection = sqlite3.connect(":memory:")
    try:
        return connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone() is not None
    finally:
        connection.close()


def make_word_index(connection: Connection) -> None:
    """Make the index where it is not there yet; without FTS5 take its triggers away, /find reads the table then."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_GIN)
        return
    known = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE tbl_name = 'incident_words'")}
    if "incident_words" not in known:
        return
    if can_index():
        if not known >= set(_TRIGGERS):
            for statement in (*_FTS5, *(made for name, made in _TRIGGERS.items() if name not in known)):
                connection.exec_driver_sql(statement)
    else:
        for name in known & set(_TRIGGERS):
            connection.exec_driver_sql(_TAKE_AWAY[name])


def merge_word_index(connection: Connection) -> None:
    """Write SQLite's index anew as one piece: what was taken out stands in its older pieces until then."""
    if connection.dialect.name == "sqlite" and can_index():
        connection.exec_driver_sql(_MERGE, execution_options={EVERYWHERE: True})
