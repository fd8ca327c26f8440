"""Whether a bot or another command works on PostgreSQL now.

SQLite has a lock beside its file for that (`base_lock`).
"""

from sqlalchemy import BigInteger, String, column, func, or_, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.delivery.couriers import ALIVE, courier
from bot.storage.engine.engine import PROGRAM
from bot.storage.engine.errors import StorageError
from bot.storage.engine.types import database_moment

IN_USE = "На базе «{name}» работает бот или другая команда otklik: остановите бота (systemctl stop otklik), через 10 секунд повторите"

_SESSIONS = table("pg_stat_activity", column("pid", BigInteger), column("datname", String), column("application_name", String))


async def refuse_while_used(connection: AsyncConnection) -> None:
    """Raise StorageError while somebody is connected as the program, or a courier's heart beats.

    A role that may not look at the sessions of others sees the heartbeats still.
    """
    if connection.dialect.name == "sqlite":
        return
    here = (_SESSIONS.c.datname == func.current_database(), _SESSIONS.c.application_name == PROGRAM)
    session = select(_SESSIONS.c.pid).where(*here, _SESSIONS.c.pid != func.pg_backend_pid()).exists()
    beats = select(courier.c.name).where(courier.c.seen_at > database_moment(-ALIVE.total_seconds())).exists()
    if (await connection.execute(select(or_(session, beats)))).scalar_one():
        raise StorageError(IN_USE.format(name=connection.engine.url.database))
