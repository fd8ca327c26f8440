"""/duty by taps: the week, a day, a part of it; gaps.

Also what a table of shifts would change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from handlers.duty.buttons import DayDo, DutyDay, DutyDo, duty_button
from handlers.kit import button as press
from handlers.kit.labels import BACK
from handlers.kit.pages import Page
from handlers.kit.text import capital, clock, count, escape, name, ours, weekday_moment
from handlers.people.people_words import who
from handlers.tables.buttons import SheetDo
from handlers.tables.sheets_words import button
from incidents.dates.russian import WEEKDAYS_ACCUSATIVE, WEEKDAYS_SHORT, date_words
from incidents.duty.roster import DAY, DayPart, Gap, part_of, starting_on
from incidents.duty.table import PART_WORDS
from incidents.duty.values import Shift
from incidents.ids import FileJobId, OfficialId
from incidents.messenger import Button, Message
from incidents.official import Official, Role

PAGE = 8
"""So many people are offered for a day on one page."""

_NAME = 40
_PARTS = {DayPart.DAY: "День, 8–20", DayPart.NIGHT: "Ночь, 20–8", DayPart.FULL: "Сутки, 8–8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """What the week is made from. `gaps` are those from now on; empty where no roster is kept."""

    first: date
    page: int
    shifts: Sequence[Shift]  # of this week and running now
    officials: Mapping[OfficialId, Official]
    gaps: Sequence[Gap]
    is_kept: bool
    may_change: bool
    may_swap: bool
    timezone: tzinfo
    now: datetime

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.astimezone(self.timezone).date()


def week(view: WeekView) -> Message:
    """The week: a line a day, who is on duty now, what nobody stands for."""
    last = view.first + 6 * DAY
    lines = [f"<b>Дежурства, {_span(view.first, last)}</b>"]
    known = [each for each in view.shifts if each.official_id in view.officials]
    current = [each for each in known if each.starts_at <= view.now < each.ends_at]
    lines += [f"Сейчас: {_person(each, view)}, до {weekday_moment(each.ends_at, view.timezone, view.now)}" for each in current]
    always = [each for each in view.officials.values() if each.role is Role.DUTY and each.watch is None]
    if always and view.is_kept:
        lines.append(f"Всегда: {', '.join(escape(_short(each)) for each in always[:3])}")
    if not view.is_kept:
        lines.append("Смен нет. Об опасном узнают сразу все дежурные, в любой час")
    lines += [_day_line(view, view.first + n * DAY) for n in range(7)] if view.is_kept or view.may_change else []
    lines.append(gap_line(view.gaps, view.officials, view.timezone))
    return Message(html="\n".join(filter(None, lines)), rows=_week_rows(view))


def _day_line(view: WeekView, day: date) -> str:
    begun = [each for each in starting_on(view.shifts, day, view.timezone) if each.official_id in view.officials]
    words = ", ".join(f"{_person(each, view)} {_part(each, view.timezone)}" for each in begun)
    if not words:
        words = "никого" if day >= view.today else "не было"
    label = f"{WEEKDAYS_SHORT[day.weekday()]} {day.day}"
    return f"<b>{label}: {words}</b>" if day == view.today else f"{label}: {words}"


def _week_rows(view: WeekView) -> tuple[press.Row, ...]:
    ahead = [view.first + n * DAY for n in range(7) if view.first + n * DAY >= view.today] if view.may_change else []
    days = [_day(DayDo.OPEN, f"{WEEKDAYS_SHORT[each.weekday()]} {each.day}", each) for each in ahead]
    back = (duty_button(DutyDo.SHOW, BACK, 0, view.page - 1),) if view.page > 0 else ()
    turn = (*back, duty_button(DutyDo.SHOW, "Дальше", 0, view.page + 1))
    rows = [tuple(days[:4]), tuple(days[4:]), turn]
    if view.may_swap:
        rows.append((duty_button(DutyDo.SWAP, "Поменяться сменой"),))
    if view.may_change:
        rows.append((duty_button(DutyDo.COPY, "Как на прошлой", 0, view.page), duty_button(DutyDo.EXPORT, "График XLSX")))
        rows.append((duty_button(DutyDo.ADD, "Вписать строками"), duty_button(DutyDo.REMOVE, "Убрать смену")))
    return press.rows(*rows)


def day(*, view: WeekView, day: date, people: Sequence[Official], page: int) -> Message:
    """A day: its shifts, and who may take it."""
    begun = [each for each in starting_on(view.shifts, day, view.timezone) if each.official_id in view.officials]
    lines = [f"<b>{capital(WEEKDAYS_SHORT[day.weekday()])} {date_words(day)}</b>"]
    lines += [f"{_person(each, view)}: {_part(each, view.timezone)}" for each in begun]
    if not begun:
        lines.append("Пока никого")
    lines.append("Кто дежурит? Выберите" if people else "Ставить некого: пригласите дежурного в /people")
    shown = Page.of(people, page, PAGE)
    drop = [_day(DayDo.REMOVE, f"Убрать: {_short(view.officials[each.official_id])}", day, each.id) for each in begun]
    choose = press.pairs([_day(DayDo.PERSON, _short(each), day, each.id) for each in shown.items])
    more = shown.around(lambda label, number: _day(DayDo.OPEN, label, day, page=number))
    rest = (*more, duty_button(DutyDo.SHOW, "К неделе", 0, view.page))
    return Message(html="\n".join(lines), rows=press.rows(*choose, *((each,) for each in drop[:4]), rest))


def parts(*, day: date, person: Official) -> Message:
    """The day and the person are chosen; which part of the day."""
    html = f"<b>{capital(WEEKDAYS_SHORT[day.weekday()])} {date_words(day)}:</b> {escape(who(person))}\nКогда дежурство?"
    buttons = [_day(DayDo.PUT, label, day, person.id, part) for part, label in _PARTS.items()]
    return Message(html=html, rows=press.rows(tuple(buttons[:2]), (buttons[2], _day(DayDo.OPEN, BACK, day))))


def gap_line(gaps: Sequence[Gap], officials: Mapping[OfficialId, Official], tz: tzinfo) -> str:
    """«На субботу, 28 ноября, никого: опасное уйдёт координатору»; of several days «Никого: сб 28 ночью, вс 29. Опасное …»."""
    if not gaps:
        return ""
    duty = any(each.role is Role.DUTY for each in officials.values())
    goes = "опасное разбудит всех дежурных и координатора" if duty else "опасное уйдёт координатору"
    if len(gaps) == 1:
        gap = gaps[0]
        return f"На {WEEKDAYS_ACCUSATIVE[gap.day.weekday()]}, {date_words(gap.day)}, {_hours(gap, tz)}никого: {goes}"
    days = ", ".join(f"{WEEKDAYS_SHORT[each.day.weekday()]} {each.day.day} {_hours(each, tz)}".strip() for each in gaps)
    return f"<b>Никого:</b> {days}. {capital(goes)}"


def _hours(gap: Gap, tz: tzinfo) -> str:
    match gap.part:
        case DayPart.FULL:
            return ""
        case DayPart.DAY:
            return "днём "
        case DayPart.NIGHT:
            return "ночью "
        case _:
            return f"с {clock(gap.since, tz)} до {clock(gap.until, tz)} "


def gaps_told(*, gaps: Sequence[Gap], officials: Mapping[OfficialId, Official], tz: tzinfo) -> Message:
    """To a coordinator, the working day before."""
    lines = ["<b>В графике дежурств пусто</b>", gap_line(gaps, officials, tz), "Поставьте человека, это три касания"]
    return Message(html="\n".join(lines), rows=press.rows((duty_button(DutyDo.SHOW, "Открыть график"),)))


def own(*, shifts: Sequence[Shift], tz: tzinfo, now: datetime) -> Message:
    """Whose shifts changed reads all of theirs."""
    if not shifts:
        return Message(html="<b>Смен у вас больше нет.</b> График: /duty")
    lines = ["<b>Ваши дежурства</b>"]
    lines += [f"{weekday_moment(each.starts_at, tz, now)} – {weekday_moment(each.ends_at, tz, now)}" for each in shifts[:10]]
    lines += [f"И ещё {len(shifts) - 10}"] if len(shifts) > 10 else []  # noqa: PLR2004 - lines of one screen
    lines.append("Не можете? Поменяйтесь с коллегой, это два касания")
    return Message(html="\n".join(lines), rows=press.rows((duty_button(DutyDo.SWAP, "Поменяться"), duty_button(DutyDo.SHOW, "График"))))


def table_report(*, file: FileJobId, added: int, removed: int, kept: int, past: int) -> Message:
    """A roster came as a table and has no mistakes."""
    left = f"\nПрошедших дней: {past}, их не трогаем" if past else ""
    if not added and not removed:
        return Message(html=f"<b>График такой и есть:</b> {count(kept, 'смена', 'смены', 'смен')}. Ничего не изменили{left}")
    same = f", останется {kept}" if kept else ""
    html = (
        f"<b>График дежурств.</b> Ошибок нет\nДобавится {added}, уберём {removed}{same}{left}\nКого или какого дня в таблице нет, не тронем"
    )
    buttons = (button(SheetDo.APPLY, "Применить", file, primary=True), button(SheetDo.DROP, "Отменить", file))
    return Message(html=html, rows=press.rows(buttons))


def table_bad(*, mistakes: Sequence[tuple[int, str, str]], total: int) -> Message:
    """Every bad cell with its row and column."""
    lines = [f"<b>График дежурств. {count(total, 'ошибка', 'ошибки', 'ошибок')}, ничего не изменили</b>"]
    lines += [f"Строка {row}, «{escape(name(column, 40))}»: {ours(text, 150)}" for row, column, text in mistakes]
    lines += [f"И ещё {total - len(mistakes)}"] if total > len(mistakes) else []
    lines.append("Исправьте и пришлите файл снова")
    return Message(html="\n".join(lines))


def table_caption(*, days: int) -> str:
    """Under the roster that goes out."""
    return (
        f"<b>График дежурств:</b> {count(days, 'день', 'дня', 'дней')}. В клетке: день, ночь, сутки или часы. "
        "Измените и пришлите сюда, сначала покажем, что изменится"
    )


def _span(first: date, last: date) -> str:
    if first.month == last.month:
        return f"{first.day}–{date_words(last)}"
    return f"{date_words(first)} – {date_words(last)}"


def _person(shift: Shift, view: WeekView) -> str:
    return escape(_short(view.officials[shift.official_id]))


def _short(official: Official) -> str:
    return name(official.name, _NAME) or capital(name(official.title, _NAME))


def _part(shift: Shift, tz: tzinfo) -> str:
    part = part_of(shift, tz)
    return PART_WORDS[part] if part is not None else f"{clock(shift.starts_at, tz)}–{clock(shift.ends_at, tz)}"


def _day(do: DayDo, label: str, day: date, official: int = 0, part: str = "", *, page: int = 0) -> Button:
    return Button(label=label, data=DutyDay(do=do, day=day.toordinal(), official=official, part=part, page=page).pack())


def page_of(day: date, today: date) -> int:
    """How many weeks ahead of this one a day is."""
    return max(0, (day - (today - timedelta(days=today.weekday()))).days // 7)
