"""What `otklik import posts` says: the dry run and the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from bot.importing.posts import PostsFile
from collectors.networks import KINDS
from handlers.kit.masking import mask
from incidents.dates.russian import dated
from incidents.intake.contacts import MAX_CONTACT
from incidents.intake.post_fields import FIELD_TITLES, PostField
from incidents.intake.post_rows import FLAW_TITLES, Flaw, ListedPost
from incidents.posts import LATE, LONG_PAST, Network
from nlp.topics.alarm import is_alarming

SHOWN_ROWS, SHOWN_TEXT, SHOWN_NUMBERS, SHOWN_CELL = 3, 70, 5, 30
NO_DATE_HELP = "Дата у таких строк одна и вы её знаете? Добавьте --date 24.11.2026"
OLD_HELP = "Нужны и старые? Добавьте --days 365"
_NOTES = {
    PostField.CONTACT: f"кому перезвонить, увидят ответственный и координатор, до {MAX_CONTACT} знаков",
    PostField.AUTHOR: "имён не храним, берём только номер страницы ВКонтакте",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is in the file and what of it is new."""

    file: Path
    read: PostsFile
    new: Sequence[ListedPost]
    unknown: Sequence[str]  # settlements that places.csv does not know
    now: datetime
    timezone: tzinfo


def before_writing(plan: Plan, *, source: str) -> list[str]:
    """The dry run."""
    end = ["Ничего не записали. Записать: та же команда и --write"] if plan.new else ["Записывать нечего"]
    return [*_file(plan), *_columns(plan.read), *_examples(plan), *_counts(plan), *_sounds(plan), *_source(plan, source), *end]


def after_writing(plan: Plan, kept: int) -> list[str]:
    """What was done."""
    known = len(plan.read.listed.posts) - kept
    told = [f"Записали: {kept}", *([f"Уже были у нас: {known}"] if known else []), *_flaws(plan.read)]
    return [*told, "Прочитает и разошлёт работающий бот: otklik run. Повторить команду не страшно: дважды ничего не запишется"]


def _file(plan: Plan) -> Iterator[str]:
    row = plan.read.header_row
    header = f"заголовок в строке {row}" if row is not None else "заголовка нет" if not plan.read.header else ""
    above = f". Выше него строк: {plan.read.above}, их не берём" if plan.read.above else ""
    yield f"{plan.file}: строк {plan.read.rows}{', ' if header else ''}{header}{above}"


def _columns(read: PostsFile) -> Iterator[str]:
    yield "Столбцы:"
    for field, title in FIELD_TITLES.items():
        if field in read.columns:
            note = f" ({_NOTES[field]})" if field in _NOTES else ""
            yield f"  {title}: {read.title(read.columns[field])}{note}"
    rest = [title for n, title in enumerate(read.header) if title and n not in read.columns.values()]
    if rest:
        yield f"  не берём: {', '.join(f'«{title[:SHOWN_CELL]}»' for title in rest)}"


def _examples(plan: Plan) -> Iterator[str]:
    if plan.read.listed.posts:
        yield "Первые строки:"
    today = plan.now.astimezone(plan.timezone).date()
    for each in plan.read.listed.posts[:SHOWN_ROWS]:
        at = each.post.published_at.astimezone(plan.timezone)
        where = "принесли" if each.post.network is Network.HAND else KINDS[each.post.network].short
        words = " ".join(mask(each.post.text).split())
        cut = f"{words[:SHOWN_TEXT].rstrip()}…" if len(words) > SHOWN_TEXT else words
        yield f"  {dated(at.date(), today)}, {at:%H:%M}, {where}: {cut}"


def _counts(plan: Plan) -> Iterator[str]:
    known = len(plan.read.listed.posts) - len(plan.new)
    yield f"Новых: {len(plan.new)}"
    if known:
        yield f"Уже есть у нас: {known}"
    yield from _flaws(plan.read)


def _flaws(read: PostsFile) -> Iterator[str]:
    for flaw, title in FLAW_TITLES.items():
        rows = read.listed.flaws.get(flaw, ())
        if rows:
            more = f" и ещё {len(rows) - SHOWN_NUMBERS}" if len(rows) > SHOWN_NUMBERS else ""
            shown = ", ".join(f"{row}{f' «{_cell(words)}»' if words else ''}" for row, words in rows[:SHOWN_NUMBERS])
            yield f"{title}: {len(rows)} ({'строки' if rows[1:] else 'строка'} {shown}{more})"
            if flaw in _HELP:
                yield f"  {_HELP[flaw]}"


def _cell(words: str) -> str:
    """A cell that is not what its column is for: masked first, for it may hold anything, then cut."""
    return mask(words)[:SHOWN_CELL]


_HELP = {Flaw.NO_DATE: NO_DATE_HELP, Flaw.OLD: OLD_HELP}


def _sounds(plan: Plan) -> Iterator[str]:
    """What would ring: a card of an old one comes silently, of a long past one nobody is woken."""
    if not plan.new:
        return
    ages = [plan.now - each.post.published_at for each in plan.new]
    late = sum(age > LATE for age in ages)
    yield f"Карточки придут со звуком: {len(ages) - late} (не старше суток). Без звука: {late}"
    alarming = sum(age <= LONG_PAST and is_alarming(each.post.words) for age, each in zip(ages, plan.new, strict=True))
    if alarming:
        yield f"Похоже на опасность, не старше трёх суток: {alarming}. Если это опасно сейчас, позвонят сразу и ночью"


def _source(plan: Plan, source: str) -> Iterator[str]:
    handed = sum(each.post.network is Network.HAND for each in plan.new)
    if handed:
        yield f"Без ссылки на пост: {handed}. Ответ по ним уйдёт жителю руками, источник на карточке: {source}"
    if plan.unknown:
        names = ", ".join(f"«{_cell(name)}»" for name in plan.unknown[:SHOWN_NUMBERS])
        yield f"Населённых пунктов, которых нет в places.csv: {len(plan.unknown)} ({names}). Место поищем в самом тексте"
