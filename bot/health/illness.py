"""Kinds of illness of the bot itself, and how each is recognised."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum

from bot.storage.engine.errors import codes


class Illness(StrEnum):
    """One kind of illness. The values stand in the health file."""

    DISK_FULL = "disk_full"
    DATABASE_GONE = "database_gone"
    DATABASE_READONLY = "database_readonly"
    DATABASE_LOCKED = "database_locked"
    DATABASE_DAMAGED = "database_damaged"
    TOKEN = "token"  # noqa: S105 - the messenger does not know it any more (401)
    CONFLICT = "conflict"  # another program takes the same bot's updates (409)
    DEAF = "deaf"  # the messenger cannot bring updates to our webhook
    MESSENGER = "messenger"  # it does not answer
    INBOX = "inbox"  # presses and messages are kept, and nobody handles them
    OUTBOX = "outbox"  # what is to be sent lies, and nobody sends it
    SOURCES = "sources"  # nothing of a network can be read: a key is refused, or every source fails
    READER = "reader"  # it does not start
    BACKUP = "backup"  # the copy of the night fails
    CLOCK = "clock"  # the server's time has jumped
    ANSWERS = "answers"  # the network refuses the community's token
    ANSWERS_ELSEWHERE = "answers_elsewhere"  # the network refuses the editor's token


DATABASE = frozenset(
    {
        Illness.DISK_FULL,
        Illness.DATABASE_GONE,
        Illness.DATABASE_READONLY,
        Illness.DATABASE_LOCKED,
        Illness.DATABASE_DAMAGED,
    }
)
UNSPEAKABLE = frozenset({Illness.TOKEN, Illness.MESSENGER})
"""While these last nothing can be said through the messenger: they are told when they are over."""

_PATIENCE = {
    **dict.fromkeys(DATABASE, timedelta(seconds=5)),
    Illness.DATABASE_LOCKED: timedelta(seconds=10),  # after the engine's own ten: `invite` and a short copy are no illness
    Illness.TOKEN: timedelta(minutes=1),
    Illness.CONFLICT: timedelta(seconds=15),
    Illness.DEAF: timedelta(seconds=20),
    Illness.MESSENGER: timedelta(minutes=5),
    Illness.INBOX: timedelta(seconds=10),  # after the half a minute that the same row stands first
    Illness.OUTBOX: timedelta(seconds=10),
    Illness.SOURCES: timedelta(seconds=15),
    Illness.READER: timedelta(seconds=15),
    Illness.BACKUP: timedelta(0),
    Illness.CLOCK: timedelta(seconds=5),
    Illness.ANSWERS: timedelta(0),
    Illness.ANSWERS_ELSEWHERE: timedelta(0),
}
_CALM = {Illness.CONFLICT: timedelta(minutes=2)}  # two programs push each other out in turns: a quiet half-minute proves nothing
_SHORT_CALM = timedelta(seconds=15)

OF_THE_LINE = (Illness.TOKEN, Illness.CONFLICT, Illness.DEAF, Illness.MESSENGER)
"""What shows on the line by which updates come in."""

TOLD_BY: Mapping[str, Collection[Illness]] = {
    "poll": (*OF_THE_LINE, Illness.INBOX, Illness.OUTBOX),  # it sees when the processes that do that work are gone
    "collect": (Illness.SOURCES,),
    "read": (Illness.READER,),
    "desk": (Illness.BACKUP,),
    "deliver": (*sorted(DATABASE), Illness.ANSWERS, Illness.ANSWERS_ELSEWHERE, Illness.CLOCK),
}
"""Part of the process → what it tells: of several processes one tells the coordinators, the others only their log."""

_BY_CODE = (
    ("SQLITE_FULL", Illness.DISK_FULL),
    ("SQLITE_READONLY_DBMOVED", Illness.DATABASE_GONE),
    ("SQLITE_READONLY", Illness.DATABASE_READONLY),
    ("SQLITE_CANTOPEN", Illness.DATABASE_GONE),
    ("SQLITE_PERM", Illness.DATABASE_GONE),
    ("SQLITE_BUSY", Illness.DATABASE_LOCKED),
    ("SQLITE_LOCKED", Illness.DATABASE_LOCKED),
    ("SQLITE_NOTADB", Illness.DATABASE_DAMAGED),
    ("SQLITE_CORRUPT", Illness.DATABASE_DAMAGED),
    ("SQLITE_IOERR", Illness.DATABASE_DAMAGED),
    ("53100", Illness.DISK_FULL),
    ("25006", Illness.DATABASE_READONLY),
    ("XX001", Illness.DATABASE_DAMAGED),
    ("XX002", Illness.DATABASE_DAMAGED),
    ("08", Illness.DATABASE_GONE),  # no connection
    ("28", Illness.DATABASE_GONE),  # name or password
    ("3D000", Illness.DATABASE_GONE),
    ("53300", Illness.DATABASE_GONE),  # too many connections
    ("57P", Illness.DATABASE_GONE),  # the server stops or starts
)


def patience(kind: Illness) -> timedelta:
    """How long it lasts before anybody is told."""
    return _PATIENCE[kind]


def calm(kind: Illness) -> timedelta:
    """How long nothing of it must be seen before it is over."""
    return _CALM.get(kind, _SHORT_CALM)


def of_database(error: BaseException, *, began: bool) -> tuple[Illness, str] | None:
    """The illness that a failed transaction shows, with the engine's code.

    None where the database is not to blame.

    `began`: the transaction had begun. What fails before that cannot be anybody else's fault.
    """
    for code in codes(error):
        for start, kind in _BY_CODE:
            if code.startswith(start):
                return kind, code
    return None if began else (Illness.DATABASE_GONE, type(error).__name__)
