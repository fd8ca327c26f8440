"""The two weeks before the demo's day, as ready rows."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import accumulate
from pathlib import Path

from bot.app import App
from bot.config.district import District
from bot.demo.control import SandboxError
from bot.demo.town import Town
from bot.storage.engine.transaction import Tx
from bot.storage.head.past_days import PastDay, PastDays
from incidents.deadlines.values import deadline
from incidents.desk.head.summary import post_summary
from incidents.ids import DepartmentId, IncidentId, OfficialId, SourceId
from incidents.incident import Act, ClosingOutcome, Event, Incident
from incidents.lifecycle import step
from incidents.official import Role
from incidents.posts import Network, Post
from incidents.reading import DangerGrade, MainPlace

Row = Mapping[str, str]
FIRST_ID = 900_000  # of posts that stand on no wall any more
EDGE = timedelta(days=1)
_LATER = {Act.ACCEPT: "accepted", Act.ANSWER: "answered", Act.CLOSE: "closed"}
_STATUSES = tuple(accumulate(_LATER, step, initial=step(step(None, Act.TAKE_IN), Act.ASSIGN)))
_STEPS = tuple(zip((Act.TAKE_IN, *_LATER), ("opened", *_LATER.values()), (None, *_STATUSES), _STATUSES, strict=False))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the town gives to a row: its district, the walls by title, executors by department."""

    district: District
    walls: Mapping[str, tuple[SourceId, str]]
    people: Mapping[DepartmentId | None, OfficialId]


async def put_two_weeks(app: App, district: District, town: Town, file: Path) -> None:
    """Load them as if the walls had been read all the while, and give the head this morning's summary. Raises SandboxError."""
    async with app.storage.transaction() as tx:
        known = await _known(tx, district, town)
        try:
            with file.open(encoding="utf-8", newline="") as table:
                cases = [_case(n, row, known) for n, row in enumerate(csv.DictReader(table))]
        except (OSError, KeyError, ValueError) as error:
            raise SandboxError(f"{file}: прошлые дни не читаются ({error})") from None
        await tx.beside(PastDays).put(cases)
        first = cases[0].incident.opened_at.astimezone(district.timezone)
        for source in await tx.sources.all():
            await tx.sources.save(replace(source, baseline_at=datetime.combine(first.date(), time(0), district.timezone)))
        due = app.around.last(app.around.summary_at)
        await post_summary(tx, day=due.date(), since=due - EDGE, until=due, now=due)
    app.nudge.outbox.set()


async def _known(tx: Tx, district: District, town: Town) -> _Known:
    titles = {f"-{wall.group_id}": wall.title for wall in town.communities}
    walls = {titles[each.external_id]: (each.id, each.external_id) for each in await tx.sources.all() if each.external_id in titles}
    people = {each.department_id: each.id for each in await tx.officials.all() if each.role is Role.EXECUTOR}
    return _Known(district, walls, people)


def _case(n: int, row: Row, known: _Known) -> PastDay:
    source_id, owner = known.walls[row["community"]]
    opened = datetime.fromisoformat(row["at"]).replace(tzinfo=known.district.timezone)
    moments = {name: opened + timedelta(minutes=int(row[name])) for name in ("accepted", "answered", "closed")} | {"opened": opened}
    department = DepartmentId(row["department"])
    return PastDay(
        source_id=source_id,
        posts=[_post(n, voice, owner, row["text"], opened) for voice in range(int(row["voices"]))],
        incident=_incident(row, moments, department, known),
        log=[
            Event(
                act=act,
                at=moments[name],
                by=known.people[department] if before else None,
                because="",
                status_before=before,
                status_after=after,
            )
            for act, name, before, after in _STEPS
        ],
    )


def _post(n: int, voice: int, owner: str, text: str, opened: datetime) -> Post:
    id = f"wall{owner}_{FIRST_ID + n}" + (f"_r{voice}" if voice else "")
    words = "у нас то же самое" if voice else text
    at, author = opened + voice * timedelta(minutes=7), str(FIRST_ID + 10 * n + voice)
    parent = f"wall{owner}_{FIRST_ID + n}" if voice else None
    url = f"https://vk.com/wall{owner}_{FIRST_ID + n}" + (f"?reply={voice}" if voice else "")
    return Post(network=Network.VK, external_id=id, url=url, text=words, author_id=author, published_at=at, parent_external_id=parent)


def _incident(row: Row, moments: Mapping[str, datetime], department: DepartmentId, known: _Known) -> Incident:
    district, opened = known.district, moments["opened"]
    group = district.topics[row["topic"]].group
    danger = DangerGrade(row["danger"]) if row["danger"] else None
    by = deadline(
        norms=district.norms, calendar=district.calendar, group=group, topic=row["topic"], danger=danger, clock_from=opened, now=opened
    )
    return Incident(
        id=IncidentId(0),
        district_id=district.id,
        number=0,
        status=_STATUSES[-1],
        group=group,
        topic=row["topic"],
        place=MainPlace(
            settlement=row["settlement"],
            settlement_id=row["settlement_id"],
            street=row["street"],
            street_id=row["street_id"],
            house=row["house"] or None,
        ),
        place_id=row["street_id"],
        department_id=department,
        holder_id=known.people[department],
        opened_at=opened,
        published_at=opened,
        clock_from=opened,
        assigned_at=opened,
        accepted_at=moments["accepted"],
        accept_by=by.accept_by,
        answer_by=by.answer_by,
        answered_at=moments["answered"],
        closed_at=moments["closed"],
        outcome=ClosingOutcome(row["outcome"]),
        danger_grade=danger,
        danger_words=row["text"] if danger else None,
        danger_peak=danger,
        danger_since=opened if danger else None,
    )
