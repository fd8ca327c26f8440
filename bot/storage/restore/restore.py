"""Put a copy in the place of the database, or nothing.

Everything is done beside the base, in a folder of its own; the base changes by the last step (`placing`).
"""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.acts.events import event
from bot.storage.backup.make import nothing
from bot.storage.backup.passport import OUR_FOLDER, Passport, Progress, check, read_passport
from bot.storage.backup.postgres_dump import fill_from, is_dump
from bot.storage.backup.sqlite_copy import FOREIGN, is_sqlite_file, make_one_file, revision_of
from bot.storage.engine.base_in_work import half_filled, half_filled_until_done, kept_alone
from bot.storage.engine.base_lock import BaseLock
from bot.storage.engine.engine import is_sqlite, make_engine, parse
from bot.storage.engine.errors import StorageError, explained
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import Storage
from bot.storage.people.departments import department
from bot.storage.restore.chains import broken_chain
from bot.storage.restore.erased_before import Erased, erase_again, erased_in
from bot.storage.restore.placing import check_untouched, finish, place, take
from bot.storage.restore.restorations import set_ids_apart
from incidents.ids import DistrictId
from incidents.messages import Restored
from incidents.official import Role
from incidents.recipients import in_role

_FOR_FILE = "Это копия PostgreSQL, а DATABASE__URL указывает на файл SQLite: впишите адрес пустой базы PostgreSQL"
_FOR_SERVER = "Это копия SQLite, а DATABASE__URL указывает на PostgreSQL: впишите адрес файла, sqlite+aiosqlite:///otklik.db"
_NOT_EMPTY = "База «{name}» не пустая: создайте новую пустую базу и впишите её в DATABASE__URL, прежняя останется как была"
_STRANGE = "Это копия другого округа ({found}), а настроен {wanted}: проверьте файл и DISTRICT__PROFILE"
_CHANGED = "В копии изменён журнал действий (инцидент с ключом {id}): возьмите другую копию. Прежняя база на месте"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What was done. `aside`: where the former base lies; `is_proved`: the copy had its passport."""

    taken_at: datetime
    aside: Path | None
    is_proved: bool


def restore(url: str, copy: Path, *, district: DistrictId, now: datetime, on_progress: Progress = nothing) -> Restoration:
    """Check the copy, bring it up to this version, put it in place. Raises StorageError; then the former base is untouched.

    `now`: local, it names the former base. It runs a loop of its own: from a coroutine call it in a thread.
    """
    parsed = parse(url)
    try:
        if not copy.is_file():
            raise StorageError(f"Файла {copy} нет: назовите копию, которую сделал otklik backup")
        is_filled = _is_dump_for(copy, parsed)
        passport = read_passport(copy)
        if passport is not None:
            _is_ours(passport.district, district)
            check(copy, passport, on_progress)
            check_untouched(copy)
        if is_filled:
            return asyncio.run(_fill(url, copy, passport, district, now))
        with BaseLock(_base(parsed), alone=True):
            return _replace(parsed, copy, passport, district, now)
    except OSError as error:
        raise StorageError(f"Восстановить не вышло, {error.filename or copy}: {error.strerror}") from error


def _is_dump_for(copy: Path, url: URL) -> bool:
    """Whether the copy is a dump, and the address one for it."""
    dump, file = is_dump(copy), is_sqlite_file(copy)
    if not dump and not file:
        raise StorageError(FOREIGN.format(path=copy))
    if dump and is_sqlite(url):
        raise StorageError(_FOR_FILE)
    if file and not is_sqlite(url):
        raise StorageError(_FOR_SERVER)
    return dump


def _base(url: URL) -> Path:
    base = Path(str(url.database))
    if not base.parent.is_dir():
        raise StorageError(f"Папки {base.parent} нет: создайте её или поправьте DATABASE__URL")
    return base


def _replace(url: URL, copy: Path, passport: Passport | None, district: DistrictId, now: datetime) -> Restoration:
    base = _base(url)
    finish(base)  # what another restore has begun
    room = base.with_name(f".{base.name}.restoring")
    shutil.rmtree(room, ignore_errors=True)  # of a restore that was broken off
    room.mkdir(mode=OUR_FOLDER)
    try:
        fresh = room / base.name
        take(copy, fresh)
        revision_of(fresh)
        there = url.set(database=str(fresh)).render_as_string(hide_password=False)
        migrate(there)
        taken_at = asyncio.run(_go_on(there, passport, district, now, erased_in(base)))
        make_one_file(fresh)
        aside = place(fresh, base, now)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Restoration(taken_at=taken_at, aside=aside, is_proved=passport is not None)


async def _fill(url: str, copy: Path, passport: Passport | None, district: DistrictId, now: datetime) -> Restoration:
    parsed = parse(url)
    async with kept_alone(parsed):
        await _check_empty(parsed)
        async with half_filled_until_done(parsed):
            await asyncio.to_thread(fill_from, parsed, copy)
            await asyncio.to_thread(migrate, url, fills=True)
            taken_at = await _go_on(url, passport, district, now, None)  # the former base is another one, wherever it lies
    return Restoration(taken_at=taken_at, aside=None, is_proved=passport is not None)


async def _check_empty(url: URL) -> None:
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    except (SQLAlchemyError, OSError) as error:
        raise explained(error, url) from error
    finally:
        await engine.dispose()
    if set(tables) - {half_filled.name}:
        raise StorageError(_NOT_EMPTY.format(name=url.database))


async def _go_on(url: str, passport: Passport | None, district: DistrictId, now: datetime, erased: Erased | None) -> datetime:
    """Check what was copied and let the districts go on from it; gives back the copy's moment."""
    parsed = parse(url)
    engine = make_engine(parsed)
    try:
        districts, latest = await _checked(engine, district)
        taken_at = passport.taken_at if passport is not None else latest or now
        for each in districts:
            await _go_on_in(Storage(engine, each), taken_at=min(taken_at, now), now=now, erased=erased)
    except SQLAlchemyError as error:
        raise explained(error, parsed) from error
    finally:
        await engine.dispose()
    return taken_at


async def _checked(engine: AsyncEngine, district: DistrictId) -> tuple[Sequence[DistrictId], datetime | None]:
    async with engine.connect() as connection:
        found = (await connection.execute(select(department.c.district_id).distinct())).scalars().all()
        if found:
            _is_ours(", ".join(found) if district not in found else district, district)
        if (broken := await broken_chain(connection)) is not None:
            raise StorageError(_CHANGED.format(id=broken))
        latest = (await connection.execute(select(func.max(event.c.at, type_=event.c.at.type)))).scalar()
        await connection.run_sync(set_ids_apart)
        await connection.commit()
    return [DistrictId(each) for each in found], latest.astimezone(UTC) if latest else None


async def _go_on_in(storage: Storage, *, taken_at: datetime, now: datetime, erased: Erased | None) -> None:
    async with storage.transaction() as tx:
        await tx.restorations.add(taken_at=taken_at, restored_at=now)
        again = await erase_again(tx, erased, now=now) if erased is not None else 0
        for each in in_role(await tx.officials.all(), Role.COORDINATOR):
            await tx.outbox.say(each.user_id, Restored(taken_at=taken_at, erased=again, is_known=erased is not None))


def _is_ours(found: str, wanted: str) -> None:
    if found != wanted:
        raise StorageError(_STRANGE.format(found=found, wanted=wanted))
