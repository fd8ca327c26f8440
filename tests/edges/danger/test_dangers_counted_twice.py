"""Rounds of R9 and the head's H1 against a naive count over the raw rows: who rang when, who accepted, in which town."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.ticks.reminders import escalate as tick
from incidents.desk.acts.undo import undo
from incidents.desk.people.staff import dismiss
from incidents.incident import Act, ClosingOutcome, Incident
from incidents.official import Role
from tests.kit import danger_oracle as oracle
from tests.kit.danger import NOW
from tests.kit.desk_town import HOUSING, DeskTown, desk_town
from tests.kit.screens import shown
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place, reading

BEGAN = at(3)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        await town.enrol("second", Role.DUTY)
        yield town


@pytest.fixture
def database(sqlite_url: str) -> Path:
    return Path(make_url(sqlite_url).database or "")


async def night(town: DeskTown, until: datetime, *acts: tuple[int, Callable[[], Awaitable[object]]]) -> None:
    """The scheduler ticks by the half minute; acts happen at their minutes after three o'clock."""
    left = list(acts)
    while town.clock.moment < until:
        town.clock.move(seconds=30)
        while left and BEGAN + timedelta(minutes=left[0][0]) <= town.clock.moment:
            await left.pop(0)[1]()
        await tick(town.around())


@pytest.mark.parametrize("who", ["duty", "second", "ann", "chief", "coordinator"])
@pytest.mark.parametrize("minute", [4, 12, 42, 75])
async def test_r9_rings_by_the_clock_until_somebody_accepts_whoever_it_is(town: DeskTown, database: Path, who: str, minute: int) -> None:
    town.clock.moment = BEGAN
    incident = await town.open("Провод искрит над дорогой", **NOW)
    await night(town, at(5), (minute, lambda: town.act(incident.id, Act.ACCEPT, who)))
    rang = oracle.rounds(database, incident.id)
    assert [moment for moment, _ in rang] == oracle.due(BEGAN, [(BEGAN, BEGAN + timedelta(minutes=minute))])
    assert oracle.rung(database, incident.id) == sum((Counter(called) for _, called in rang), Counter())
    first = {town.who(name).id for name in ("chief", "coordinator")}
    everybody = first | {town.who(name).id for name in ("duty", "second")}
    assert [called for _, called in rang] == ([first] + [everybody] * len(rang))[: len(rang)]


async def test_r9_rings_on_where_an_acceptance_was_taken_back(town: DeskTown, database: Path) -> None:
    town.clock.moment = BEGAN
    incident = await town.open("Провод искрит над дорогой", **NOW)

    async def taken_back() -> None:
        async with town.storage.transaction() as tx:
            await undo(tx, town.policy, incident.id, by=town.who("duty"), now=town.clock.now())

    await night(town, at(4), (17, lambda: town.act(incident.id, Act.ACCEPT, "duty")), (26, taken_back))
    before, after = (BEGAN, BEGAN + timedelta(minutes=17)), (BEGAN + timedelta(minutes=27), at(4) + timedelta(minutes=1))
    missed = ["03:26"]  # the round of 3:20 or 3:25, in which nobody was called
    assert [moment for moment, _ in oracle.rounds(database, incident.id)] == [
        *oracle.due(BEGAN, [before]),
        *missed,
        *oracle.due(BEGAN, [after]),
    ]


async def accepts(town: DeskTown, incident: Incident, who: str) -> None:
    town.clock.move(minutes=3)
    await town.act(incident.id, Act.ACCEPT, who)
    town.clock.move(minutes=4)


async def by_duty(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "duty")


async def by_the_department(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "ann")


async def by_the_coordinator(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "coordinator")


async def by_nobody(_town: DeskTown, _incident: Incident) -> None:
    pass


async def taken_back(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "duty")
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, incident.id, by=town.who("duty"), now=town.clock.now())


async def came_back(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "duty")
    await town.act(incident.id, Act.SAFE, "duty")
    async with town.storage.transaction() as tx:
        first = await tx.posts.get((await tx.voices.of(incident.id))[0].post_id)
    post = await town.write("провод опять искрит", parent_external_id=first.post.external_id)
    outcome = await town.take(post, reading(**NOW, main=incident.place))
    assert outcome.incident is not None and outcome.incident.id == incident.id


async def came_back_and_was_accepted_anew(town: DeskTown, incident: Incident) -> None:
    await came_back(town, incident)
    await accepts(town, incident, "ann")


async def passed_to_another_department(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "duty")
    await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)


async def entrusted_by_the_chief(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "ann")
    await town.act(incident.id, Act.ENTRUST, "chief", colleague=town.who("peter").id)


async def whoever_accepted_left(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "duty")
    async with town.storage.transaction() as tx:
        leaver, heir, by = town.who("duty").id, town.who("second").id, town.who("coordinator")
        await dismiss(tx, town.policy, leaver, to=heir, by=by, now=town.clock.now())


async def closed_and_reopened(town: DeskTown, incident: Incident) -> None:
    await accepts(town, incident, "duty")
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    await town.act(incident.id, Act.REOPEN, "coordinator")


@pytest.mark.parametrize("where", [("Конаково", "Белавинская"), ("Редкино", "Гагарина")])
@pytest.mark.parametrize(
    "comes",
    [
        *(by_duty, by_the_department, by_the_coordinator, by_nobody, taken_back, came_back, came_back_and_was_accepted_anew),
        *(passed_to_another_department, entrusted_by_the_chief, whoever_accepted_left, closed_and_reopened),
    ],
)
async def test_h1_names_the_town_and_whoever_pressed_by_the_raw_log(
    town: DeskTown, database: Path, comes: Callable[[DeskTown, Incident], Awaitable[None]], where: tuple[str, str]
) -> None:
    incident = await town.open("Провод искрит", main=place(*where), **NOW)
    await comes(town, incident)
    by = "second" if comes is whoever_accepted_left else "duty"
    await town.act(incident.id, Act.DANGER_CONFIRMED, by, hurt=True)
    text = parse((await shown(town, "danger_confirmed")).html)
    assert oracle.town_of(database, incident.id) == where[0] and where[0] in text and where[1] in text
    took = oracle.accepted(database, incident.id)
    if took is None:
        assert "Приняли" not in text
    else:
        assert f"Приняли в {took[0]}: {took[1]}." in text
