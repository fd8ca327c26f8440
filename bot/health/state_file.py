"""The health file: the state as JSON, and a new process's memory."""

import json
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.health.episodes import Episode
from bot.health.illness import Illness
from bot.storage.engine.engine import is_sqlite, parse
from incidents.ids import ChatId, DistrictId

LOG = logging.getLogger(__name__)

OLD = timedelta(days=1)
"""What an older file says is of no use."""


@dataclass(slots=True)
class Remembered:
    """What was left by the process before."""

    coordinators: frozenset[ChatId] = frozenset()
    now_ill: dict[Illness, Episode] = field(default_factory=dict)
    told_at: dict[Illness, datetime] = field(default_factory=dict)


def path_beside(database_url: str, district: DistrictId | None = None) -> Path | None:
    """The place of the file beside SQLite's; None with a server. `district`: one of several on this base."""
    url, whose = parse(database_url), f".{district}" if district else ""
    return Path(f"{url.database}{whose}.health.json") if is_sqlite(url) else None


def write(path: Path, state: dict[str, Any]) -> None:  # Any: JSON
    """Replace the file whole; only its owner may read it. Raises OSError."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False, indent=1)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise


def read(path: Path, *, now: datetime) -> Remembered:
    """Read what the file remembers; nothing if it is torn or old."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        if not timedelta(0) <= now - datetime.fromisoformat(state["at"]) < OLD:
            return Remembered()
        ill = [_episode(each) for each in state["ill"]]
        return Remembered(
            coordinators=frozenset(ChatId(int(chat)) for chat in state["coordinators"]),
            now_ill={each.kind: each for each in ill},
            told_at={Illness(kind): datetime.fromisoformat(at) for kind, at in state["told_at"].items()},
        )
    except FileNotFoundError:
        return Remembered()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        LOG.warning("файл здоровья %s не прочитан: %s", path.name, type(error).__name__)
        return Remembered()


def as_json(episode: Episode, *, is_told: bool) -> dict[str, Any]:  # Any: JSON
    """An episode in the file."""
    return {
        "kind": str(episode.kind),
        "because": episode.because,
        "since": episode.since.isoformat(),
        "seen_at": episode.seen_at.isoformat(),
        "told": is_told,
    }


def _episode(state: dict[str, Any]) -> Episode:  # Any: JSON
    return Episode(
        kind=Illness(state["kind"]),
        because=str(state["because"]),
        since=datetime.fromisoformat(state["since"]),
        seen_at=datetime.fromisoformat(state["seen_at"]),
        is_told=bool(state["told"]),
    )
