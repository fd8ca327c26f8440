"""The storage: SQLAlchemy Core on SQLite or PostgreSQL. One module a table; nobody outside sees a row or a statement."""

from bot.storage.copies import Copy
from bot.storage.errors import StorageError, fails_for_now, is_worth_another_try
from bot.storage.inbox import InboxRow
from bot.storage.intake.door import Intake
from bot.storage.migrate import migrate
from bot.storage.nights import QUIET
from bot.storage.outbox import OutboxKind, OutboxRow
from bot.storage.storage import Storage, open_storage
from bot.storage.transaction import Tx

__all__ = [
    "QUIET",
    "Copy",
    "InboxRow",
    "Intake",
    "OutboxKind",
    "OutboxRow",
    "Storage",
    "StorageError",
    "Tx",
    "fails_for_now",
    "is_worth_another_try",
    "migrate",
    "open_storage",
]
