"""/status: what works, what does not, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from handlers.kit.rendering import Ailment
from handlers.kit.text import count, duration, ours, quoted, stamp
from incidents.messenger import Message
from incidents.posts import Source

SHOWN = 3
"""So many silent sources are named, the others are counted."""

LATE = timedelta(minutes=2)
"""What waits for longer is worth a line."""

_SPLIT = (
    "Бот разделён на процессы, отсюда видны база и отправка. Приём нажатий, чтение постов и копии базы проверит тот, кто обслуживает бота: "
    "/readyz каждого процесса"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BotState:
    """What /status is made from. `waits`: for how long the oldest press or message has waited."""

    ailments: Sequence[Ailment]
    sources: Sequence[Source]  # that are to be read
    unsure: int  # answers of which nobody knows whether they stand there
    waits: timedelta
    is_split: bool = False  # the process that tells is one of several: it knows the database and its own illnesses


def status(*, state: BotState, tz: tzinfo, now: datetime) -> Message:
    """What does not work first, each with since when and what to do; then the rest in three lines."""
    silent = [source for source in state.sources if source.is_broken]
    is_well = not state.ailments and not silent and not state.unsure and state.waits < LATE
    well = "База и отправка карточек работают" if state.is_split else "Бот работает"
    lines = [f"<b>{well}</b>" if is_well else "<b>Бот работает не весь</b>"]
    lines += [f"{ours(each.what, 100)}, с {stamp(each.since, tz, now)}. {ours(each.wanted, 200)}" for each in state.ailments]
    lines += [_silent(source, tz, now) for source in silent[:SHOWN]]
    if len(silent) > SHOWN:
        lines.append(f"И ещё {count(len(silent) - SHOWN, 'источник молчит', 'источника молчат', 'источников молчат')}: /sources")
    if state.unsure:
        answers = count(state.unsure, "ответ", "ответа", "ответов")
        lines.append(f"Неясно, вышли ли под постом: {answers}. Авторы видят их в /my, пусть откроют пост и проверят")
    lines.append(_read(state.sources, tz, now))
    if state.waits >= LATE:
        lines.append(f"Карточки и нажатия: самое старое ждёт {duration(state.waits)}. Пройдёт само, второй раз нажимать не нужно")
    else:
        lines.append("Карточки и нажатия: никто не ждёт")
    if not state.unsure:
        lines.append("Ответы: про каждый известно, вышел ли он")
    if state.is_split:
        lines.append(_SPLIT)
    return Message(html="\n".join(lines))


def _silent(source: Source, tz: tzinfo, now: datetime) -> str:
    since = f", с {stamp(source.broken_at, tz, now)}" if source.broken_at is not None else ""
    return f"Источник молчит: {quoted(source.title, 60)}{since}. {ours(source.broken_because or 'Причину не назвали', 150)}"


def _read(sources: Sequence[Source], tz: tzinfo, now: datetime) -> str:
    if not sources:
        return "Источников нет, читать нечего: /sources"
    well = sum(not source.is_broken for source in sources)
    last = max((source.last_ok_at for source in sources if source.last_ok_at is not None), default=None)
    read = f"Источники: читаем {well} из {len(sources)}"
    return read + (f", последний раз в {stamp(last, tz, now)}" if last is not None else ", ещё ни разу не прочитали")
