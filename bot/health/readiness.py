"""What /readyz lists: illnesses, parts that stand, sources that are silent."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.health.episodes import Episode
from bot.health.illness import Illness
from bot.health.illness_words import title, wanted
from bot.storage.health.unreadable import SetAside
from incidents.posts import Source

STARTING = {"code": "starting", "what": "Бот запускается, база ещё не ответила", "stops": True}

LIVES_ON = frozenset({Illness.BACKUP, Illness.CLOCK, Illness.ANSWERS, Illness.ANSWERS_ELSEWHERE})
"""With these cards come and presses work: a balancer or a call at night would help nobody. Each rings by an alert of its own."""


DEAF = {
    "code": "notices",
    "what": "Процессы не слышат друг друга через PostgreSQL и смотрят в очереди сами, дважды в секунду",
    "wanted": "Бот соединяется снова сам. Не проходит? Посредник между ботом и PostgreSQL (pgbouncer) не должен делить соединения",
    "stops": False,
}


def wrong(
    ill: Iterable[Episode], stuck: Iterable[str], silent: Sequence[Source], *, is_deaf: bool = False, aside: Sequence[SetAside] = ()
) -> list[dict[str, Any]]:  # Any: JSON
    """Each with a code, plain words, since when, why, and what to do. `stops`: the bot is not ready while it lasts."""
    return [
        *[_illness(each) for each in ill],
        *[{"code": "stuck", "what": f"Стоит: {name}", "wanted": "Нужно перезапустить бота", "stops": True} for name in stuck],
        *[_silence(each) for each in silent],
        *([DEAF] if is_deaf else []),
        *[_set_aside(each) for each in aside],
    ]


def _illness(episode: Episode) -> dict[str, Any]:  # Any: JSON
    return {
        "code": str(episode.kind),
        "what": title(episode.kind),
        "since": episode.since.isoformat(),
        "because": episode.because,
        "wanted": wanted(episode.kind),
        "stops": episode.kind not in LIVES_ON,
    }


def _set_aside(row: SetAside) -> dict[str, Any]:  # Any: JSON
    return {
        "code": "set_aside",
        "what": f"Отложена строка, которая не читается: {row.queue} {row.id}",
        "because": row.why,
        "wanted": "Остальное идёт без неё. Ставили прежнюю версию? Верните новую и строку: docs/operations.md, «Rows set aside»",
        "stops": False,
    }


def _silence(source: Source) -> dict[str, Any]:  # Any: JSON
    """By its number: a title is somebody's text. The bot works on without it."""
    return {
        "code": "source",
        "what": f"Молчит источник {source.id} ({source.network})",
        "since": source.broken_at.isoformat() if source.broken_at is not None else None,
        "because": source.broken_because or "",
        "wanted": "Что это за источник и как его починить, покажет /sources",
        "stops": False,
    }
