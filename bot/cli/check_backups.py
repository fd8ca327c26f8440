"""`otklik check`: copies of the database, and whether they disturb the bot."""

from datetime import datetime, timedelta

from bot.config.backups import folder_of, nightly_copy_of
from bot.config.settings import Settings
from bot.storage.backup.passport import copies_in
from bot.storage.engine.engine import journal_mode
from bot.storage.engine.sqlite_library import sqlite3
from collectors.vk.check import Line
from incidents.ids import DistrictId

OLD = timedelta(hours=26)


def check_backups(settings: Settings, district: DistrictId, now: datetime, copied_by: str | None = None) -> list[Line]:
    """What there is to go back to. `now`: local; `copied_by`: another file, whose settings are those of the copies."""
    if copied_by is not None:
        return [(True, f"Копии: база одна, её копии задаёт {copied_by}, о них сказано там")]
    return [_copies(settings, district, now), *_journal(settings)]


def _copies(settings: Settings, district: DistrictId, now: datetime) -> Line:
    nightly, folder = nightly_copy_of(settings, district), folder_of(settings)
    taken = max((passport.taken_at for _, passport in copies_in(folder, district)), default=None) if folder is not None else None
    if nightly is None:
        return None, "Копии: по ночам не делаются, BACKUP__NIGHTLY и BACKUP__FOLDER; сделать сейчас: otklik backup ПАПКА"
    if taken is None:
        return None, f"Копии: в папке {folder} ещё ни одной; бот сделает её через десять минут после запуска"
    last = f"Копии: последняя от {taken.astimezone(now.tzinfo):%d.%m %H:%M}"
    if now - taken > OLD:
        return None, f"{last}, а должна быть каждую ночь; сделать сейчас: otklik backup"
    return True, f"{last}, папка {folder}"


def _journal(settings: Settings) -> list[Line]:
    if not settings.database.is_sqlite or journal_mode(sqlite3.sqlite_version_info) == "WAL":
        return []
    return [
        (None, f"SQLite {sqlite3.sqlite_version}: пока идёт копия, нажатия ждут её конца. Не ждали бы с pysqlite3: pip install pysqlite3")
    ]
