"""The town's officials: invented people, their jobs, the duty roster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from bot.app import App
from bot.config.district import District
from incidents.desk.duty.shifts import turn_watch
from incidents.desk.people.department_groups import connect
from incidents.duty.roster import DayPart, span
from incidents.ids import ChatId, DepartmentId
from incidents.official import ROLE_TITLES, Role

FIRST = 1001
GROUP = -2001
GROUP_OF = "housing"
FEW_CHIEFS = 2
DUTY_PEOPLE = 3  # they relieve one another every morning
ROSTER_DAYS = range(-7, 14)  # around the day that is played

_COMMON = (
    (Role.COORDINATOR, "Ольга", "Берёзкина"),
    (Role.DUTY, "Пётр", "Лужин"),
    (Role.APPROVER, "Дарья", "Полянская"),
    (Role.HEAD, "Николай", "Рощин"),
)
_EXECUTORS = (
    ("Инна", "Вольская"), ("Степан", "Ручьёв"), ("Лидия", "Ветрова"), ("Рената", "Азимова"), ("Зоя", "Светлова"),
    ("Марат", "Ильясов"), ("Кирилл", "Поздняков"), ("Алла", "Межова"), ("Фёдор", "Башкин"), ("Семён", "Околицын"),
    ("Майя", "Певцова"), ("Руслан", "Стражин"), ("Виктор", "Лавров"), ("Нина", "Архипцева"),
)  # fmt: skip
_CHIEFS = {
    "housing": ("Борис", "Кедрин"),
    "roads": ("Тамара", "Мостовая"),
    "improvement": ("Денис", "Садовский"),
    "education": ("Юрий", "Осинин"),
    "social": ("Эльвира", "Громова"),
    "transport": ("Глеб", "Заречный"),
}
_MORE_DUTY = (("Вера", "Сомова"), ("Тимур", "Ясенев"))
_AT_HAND = {
    (Role.COORDINATOR, None),
    (Role.APPROVER, None),
    (Role.HEAD, None),
    (Role.EXECUTOR, "roads"),
    (Role.EXECUTOR, "housing"),
}
"""Whose phones the page shows first, with the first on duty; the rest are one press away."""


@dataclass(frozen=True, slots=True)
class TownOfficial:
    """Somebody with a phone in the town. `job`: what the page calls the phone."""

    user_id: int
    role: Role
    department_id: str | None
    job: str
    first_name: str = ""
    last_name: str = ""
    at_hand: bool = False


def make_staff(district: District, *, is_full: bool = True) -> Sequence[TownOfficial]:
    """Somebody for every role and department, in the order of their phones. Not full: two chiefs and one on duty."""
    people = [*_people(district), *_chiefs(district, is_full=is_full), *(_relief() if is_full else ())]
    return tuple(replace(each, user_id=FIRST + n) for n, each in enumerate(people))


def _people(district: District) -> Iterator[TownOfficial]:
    for role, first, last in _COMMON:
        is_at_hand = role is Role.DUTY or (role, None) in _AT_HAND
        yield TownOfficial(0, role, None, capital(ROLE_TITLES[role]), first, last, is_at_hand)
    for n, department in enumerate(district.departments):
        first, last = _EXECUTORS[n % len(_EXECUTORS)]
        is_at_hand = (Role.EXECUTOR, department.id) in _AT_HAND
        yield TownOfficial(0, Role.EXECUTOR, department.id, capital(department.title), first, last, is_at_hand)


def _chiefs(district: District, *, is_full: bool) -> Iterator[TownOfficial]:
    for department in district.departments if is_full else district.departments[:FEW_CHIEFS]:
        if department.id in _CHIEFS:
            yield TownOfficial(0, Role.CHIEF, department.id, f"Руководитель, {department.title}", *_CHIEFS[department.id])


def _relief() -> Iterator[TownOfficial]:
    """The others on duty, by turns."""
    for n, names in enumerate(_MORE_DUTY, start=2):
        yield TownOfficial(0, Role.DUTY, None, f"ЕДДС, смена {n}", *names)


def capital(title: str) -> str:
    """The title as a sentence begins."""
    return title[:1].upper() + title[1:]


def group_members(officials: Sequence[TownOfficial]) -> list[int]:
    """Who sits in the department's group: its people, and the coordinator who connected it."""
    return [o.user_id for o in officials if o.department_id == GROUP_OF or o.role is Role.COORDINATOR]


def roster(day: date, zone: tzinfo) -> Iterator[tuple[int, datetime, datetime]]:
    """Who of the people on duty (by number) stands from when to when: a day each, in turn."""
    for n in ROSTER_DAYS:
        start, end = span(day + timedelta(days=n), DayPart.FULL, zone)
        yield n % DUTY_PEOPLE, start, end


async def put_to_work(app: App, officials: Sequence[TownOfficial]) -> None:
    """Work phones, the duty roster and the department's group: what a district has on its first real day."""
    now, policy = app.clock.now(), app.around.policy
    on_duty = [o.user_id for o in officials if o.role is Role.DUTY]
    async with app.storage.transaction() as tx:
        people = {each.user_id: each for each in await tx.officials.all()}
        for each in people.values():
            await tx.officials.save(replace(each, phone=f"+7 900 000-{each.user_id % 10_000 // 100:02}-{each.user_id % 100:02}"))
        for n, start, end in roster(now.astimezone(policy.calendar.timezone).date(), policy.calendar.timezone):
            await tx.shifts.add(people[ChatId(on_duty[n])].id, start, end)
        coordinator = next(each for each in people.values() if each.role is Role.COORDINATOR)
        if GROUP_OF in {each.id for each in await tx.departments.all()}:
            await connect(tx, DepartmentId(GROUP_OF), ChatId(GROUP), None, by=coordinator, now=now)
        await turn_watch(tx, now=now)
    app.nudge.outbox.set()
