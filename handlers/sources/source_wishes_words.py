"""A source's health, filters and owner; the weekly hint about empty ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from handlers.kit import button
from handlers.kit.buttons import Listed
from handlers.kit.labels import CANCEL
from handlers.kit.networks import Networks
from handlers.kit.pages import page_of
from handlers.kit.text import count, duration, name, on_day, ours, plural, quoted
from handlers.sources.buttons import NOBODY, NOT_CHOSEN, OwnerButton, SourceDo, source_button
from incidents.messenger import Button, Message
from incidents.official import Department
from incidents.posts import Source
from incidents.sources.health import SHOWN, SourceHealth, Yield

_SAFE = "Опасное фильтры не трогают. Что отсеяли, ждёт вас в «Спорных» утренней сводки, с названием фильтра"
_IN_A_ROW = 4
_REASON, _WORDS = 100, 120


def health_lines(source: Source, health: SourceHealth, *, tz: tzinfo, now: datetime) -> list[str]:
    """What it brings and how late, how often it failed, how far its network lets us ask."""
    lines = [_brings(source, health, now)] if source.baseline_at is not None else []
    if health.errors_week:
        because = f": {ours(name(health.error, _REASON), _REASON)}" if health.error else ""
        last = f", последний {on_day(health.error_at, tz, now)}{because}" if health.error_at is not None else ""
        lines.append(f"Сбоев за неделю: {health.errors_week}{last}")
    elif source.last_ok_at is not None:
        lines.append("Сбоев за неделю не было")
    if source.quota:
        lines.append(f"Лимит сети: {ours(source.quota, _REASON)}")
    return lines


def _brings(source: Source, health: SourceHealth, now: datetime) -> str:
    """«Приносит 12 сообщений в день, за месяц 3 обращения. Видим через 4 мин»."""
    assert source.baseline_at is not None
    days = max(1, min(7, (now - source.baseline_at).days))
    a_day = health.posts_week / days
    if not health.posts_week:
        written = "За неделю ничего не написали"
    elif a_day < 1:
        written = f"За неделю {count(health.posts_week, 'сообщение', 'сообщения', 'сообщений')}"
    else:
        written = f"Приносит {count(round(a_day), 'сообщение', 'сообщения', 'сообщений')} в день"
    seen = "" if health.lag is None else f". Видим {_after(health.lag)}"
    return f"{written}, за месяц {count(health.appeals_month, 'обращение', 'обращения', 'обращений')}{seen}"


def _after(lag: timedelta) -> str:
    """«через 4 мин», «сразу»."""
    if lag < timedelta(minutes=1):
        return "сразу"
    days = lag.days
    return f"через {days} {plural(days, 'день', 'дня', 'дней')}" if days else f"через {duration(lag)}"


def filter_lines(source: Source) -> list[str]:
    """Its filters, where there are any."""
    lines = [f"Берём только со словами: {ours(', '.join(source.keywords), _WORDS)}"] if source.keywords else []
    lines += [f"Стоп-слова: {ours(', '.join(source.stop_words), _WORDS)}"] if source.stop_words else []
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the filters would have done with the posts of the last month."""

    posts: int
    dropped: int
    appeals: int  # of the dropped: they were appeals


def filters(*, source: Source, tried: Tried) -> Message:
    """«Фильтры»: the words and what they do."""
    has_any = bool(source.keywords or source.stop_words)
    lines = [f"<b>Фильтры:</b> {quoted(source.title, 60)}", *(filter_lines(source) or ["Фильтров нет: берём всё, что похоже на обращение"])]
    lines += [_tried(tried)] if has_any else []
    lines.append(_SAFE)
    stop: button.Row = (source_button(SourceDo.STOP_WORDS, "Стоп-слова…", source.id),)
    stop += (source_button(SourceDo.NO_STOP_WORDS, "Убрать их", source.id),) if source.stop_words else ()
    keys: button.Row = (source_button(SourceDo.KEYWORDS, "Только с…", source.id),)
    keys += (source_button(SourceDo.NO_KEYWORDS, "Убрать «только»", source.id),) if source.keywords else ()
    return Message(html="\n".join(lines), rows=button.rows(stop, keys, (source_button(SourceDo.SHOW, "Назад", source.id),)))


def _tried(tried: Tried) -> str:
    """What a month shows of them, so that nobody cuts the residents off unawares."""
    if not tried.posts:
        return "За месяц сообщений не было, проверить слова не на чем"
    if not tried.dropped:
        return f"За месяц не отсеяли бы ничего из {tried.posts}"
    appeals = f", среди них <b>обращений {tried.appeals}</b>: проверьте слова" if tried.appeals else ", обращений среди них нет"
    return f"За месяц отсеяли бы {tried.dropped} из {tried.posts}{appeals}"


def ask_stop_words(*, source: Source) -> Message:
    """Stop words are typed."""
    html = (
        f"<b>С какими словами не брать?</b> {quoted(source.title, 60)}\n"
        f"Напишите через запятую все сразу, прежний список заменится. Например: аренда, гороскоп\n{CANCEL}"
    )
    return Message(html=html)


def ask_keywords(*, source: Source) -> Message:
    """Keywords are typed."""
    html = (
        f"<b>Брать только с этими словами:</b> {quoted(source.title, 60)}\n"
        "Напишите через запятую все сразу, прежний список заменится. Например: Редкино, Озерки\n"
        f"Без этих слов возьмём только опасное. {CANCEL}"
    )
    return Message(html=html)


def owner(*, source: Source, departments: Sequence[Department], page: int) -> Message:
    """«Чьё…»: a department, or nobody's."""
    entries = [(each.id, each.title) for each in departments if each.id != source.department_id]
    lines, choices, turn = page_of(
        entries,
        page,
        choose=lambda label, key: Button(label=label, data=OwnerButton(source=source.id, page=0, department=key).pack()),
        turn=lambda label, number: Button(label=label, data=OwnerButton(source=source.id, page=number, department=NOT_CHOSEN).pack()),
    )
    nobody = (Button(label="Ничьё", data=OwnerButton(source=source.id, page=0, department=NOBODY).pack()),) if source.department_id else ()
    head = f"<b>Какой отдел ведёт это сообщество?</b> {quoted(source.title, 60)}"
    what = "Туда пойдёт то, для чего нет правила, и то, где непонятна тема. Остальное идёт по правилам, как раньше"
    last = (*turn, *nobody, source_button(SourceDo.SHOW, "Назад", source.id))
    return Message(html="\n".join([head, what, *lines]), rows=button.rows(*choices, last))


def barren(*, found: Sequence[tuple[Source, Yield]], networks: Networks) -> Message:
    """Once a week: what gave no appeal for a month."""
    n = len(found)
    head = f"<b>За месяц 0 обращений: {count(n, 'источник', 'источника', 'источников')}</b>"
    lines = [head, *(f"{i}. {_gave(source, what, networks)}" for i, (source, what) in enumerate(found[:SHOWN], start=1))]
    lines += [f"И ещё {n - SHOWN}: /sources"] if n > SHOWN else []
    lines.append("Можно спрашивать реже, поставить на паузу или убрать: номер открывает источник. Ничего не делать тоже можно")
    numbers = [source_button(SourceDo.SHOW, str(i), source.id) for i, (source, _) in enumerate(found[:SHOWN], start=1)]
    rows = [tuple(numbers[i : i + _IN_A_ROW]) for i in range(0, len(numbers), _IN_A_ROW)]
    return Message(html="\n".join(lines), rows=button.rows(*rows, (button.turn(Listed.SOURCES, "Все источники"),)))


def _gave(source: Source, what: Yield, networks: Networks) -> str:
    written = count(what.posts, "сообщение", "сообщения", "сообщений") if what.posts else "никто ничего не писал"
    return f"{quoted(source.title, 50)}, {networks[source.network].short}: {written}"
