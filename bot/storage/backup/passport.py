"""The passport of a copy: its size, checksum, schema and moment.

A small JSON file beside the copy: `otklik-konakovo-2026-11-26-031000.db.json`.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from bot.storage.engine.errors import StorageError

OURS, OUR_FOLDER = 0o600, 0o700
SQLITE, POSTGRESQL = ".db", ".pgdump"
CHUNK = 1 << 20
_FORMAT = 1
_ODD = "Паспорт копии {path} не читается: перенесите оба файла, копию и паспорт, ещё раз"

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """What a copy says of itself."""

    district: str
    revision: str  # of the schema
    taken_at: datetime
    size: int  # bytes
    sha256: str  # hex
    program: str  # version of the program that made it


def passport_of(copy: Path) -> Path:
    """Where its passport lies."""
    return copy.with_name(f"{copy.name}.json")


def write_passport(copy: Path, passport: Passport) -> None:
    """Write it whole, for its owner only. Raises OSError."""
    told = {"otklik_backup": _FORMAT, **asdict(passport), "taken_at": passport.taken_at.isoformat()}
    path, fresh = passport_of(copy), copy.with_name(f"{copy.name}.json.part")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS), "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read_passport(copy: Path) -> Passport | None:
    """Read it; None where there is none. Raises StorageError for one that cannot be understood."""
    path = passport_of(copy)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["otklik_backup"] > _FORMAT:
            raise StorageError("Копия новее программы: обновите otklik и повторите")
        words = {name: str(told[name]) for name in ("district", "revision", "sha256", "program")}
        return Passport(**words, size=int(told["size"]), taken_at=datetime.fromisoformat(told["taken_at"]).astimezone(UTC))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise StorageError(_ODD.format(path=path)) from None


def copies_in(folder: Path, district: str) -> Iterator[tuple[Path, Passport]]:
    """Whole copies of the district in the folder, in no order; what has no passport is not ours to count."""
    for path in (*folder.glob(f"otklik-*{SQLITE}"), *folder.glob(f"otklik-*{POSTGRESQL}")):
        with suppress(StorageError):
            passport = read_passport(path)
            if passport is not None and passport.district == district:
                yield path, passport


def checksum(path: Path, on_progress: Progress) -> tuple[int, str]:
    """Size and SHA-256 (hex) of a file. Raises OSError."""
    total, done, digest = path.stat().st_size, 0, sha256()
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            digest.update(part)
            done += len(part)
            on_progress(done, total)
    return done, digest.hexdigest()


def check(copy: Path, passport: Passport, on_progress: Progress) -> None:
    """Raise StorageError when the copy is not what its passport says."""
    size = copy.stat().st_size
    if size < passport.size:
        raise StorageError(f"Копия {copy} обрезана: в ней {size} байт из {passport.size}. Перенесите её ещё раз или возьмите другую")
    if (size, checksum(copy, on_progress)[1]) != (passport.size, passport.sha256):
        raise StorageError(f"Копия {copy} повреждена: контрольная сумма не та. Перенесите её ещё раз или возьмите другую")
