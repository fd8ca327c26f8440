"""An official presses: accept, «не наше», route, close, reject, reopen; and what is said to whom may not."""

from collections.abc import AsyncIterator

import pytest

from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Reject
from incidents.errors import DomainError, Forbidden, NotFound, TakenByAnother, Unchanged, WrongStep
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, ClosingOutcome, Doubt, RejectReason, Status, Untold
from incidents.official import Role
from incidents.reading import DangerGrade
from incidents.routing.reading_corrections import OUTSIDE, CorrectionKind
from tests.kit.desk_town import HOUSING, ROADS, DeskTown, desk_town
from tests.kit.event_log import is_intact


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def refused(town: DeskTown, error: type[DomainError], id: IncidentId, what: Act, by: str, **choice: object) -> str:
    """The words of a refusal, after which nothing has changed."""
    before, acts, rows = await town.incident(id), await town.acts(id), len(await town.rows())
    with pytest.raises(error) as caught:
        await town.act(id, what, by, **choice)
    assert (await town.incident(id), await town.acts(id), len(await town.rows())) == (before, acts, rows)
    return caught.value.user_text


async def test_accepting_makes_the_official_the_holder_and_refreshes_every_card(town: DeskTown) -> None:
    incident = await town.open()
    await town.sweep_outbox()
    outcome = await town.act(incident.id, Act.ACCEPT, "ann")
    after = await town.incident(incident.id)
    assert outcome.because == f"приняли: {town.who('ann').title}"
    assert (after.status, after.holder_id, after.accepted_at) == (Status.ACCEPTED, town.who("ann").id, town.clock.now())
    assert await town.cards(incident.id) >= {town.chat("ann"), town.chat("peter")}


async def test_the_second_to_accept_reads_who_was_first_and_when(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    words = await refused(town, TakenByAnother, incident.id, Act.ACCEPT, "peter")
    assert words == f"Уже взяли: {town.who('ann').title}, 9:14. Можно помочь или ничего не делать"
    assert await refused(town, Unchanged, incident.id, Act.ACCEPT, "ann") == "Так уже и есть"


async def test_accepting_what_has_no_department_brings_it_into_ones_own_and_a_coordinator_brings_it_into_none(town: DeskTown) -> None:
    first, second = await town.open(outside=True), await town.open("Фонари не горят", topic="roads_lighting", outside=True)
    await town.act(first.id, Act.ACCEPT, "coordinator")
    after = await town.incident(first.id)
    assert (after.department_id, after.holder_id, after.doubt) == (None, town.who("coordinator").id, None)
    await refused(town, Forbidden, second.id, Act.ACCEPT, "ann")
    for name in ("head", "observer"):
        await refused(town, Forbidden, second.id, Act.ACCEPT, name)


async def test_whoever_is_on_duty_accepts_a_danger_and_the_department_keeps_it(town: DeskTown) -> None:
    incident = await town.open(danger=True, danger_grade=DangerGrade.NOW)
    await town.act(incident.id, Act.ACCEPT, "duty")
    after = await town.incident(incident.id)
    assert (after.department_id, after.holder_id) == (ROADS, town.who("duty").id)


async def test_an_executor_of_another_department_is_told_whose_it_is(town: DeskTown) -> None:
    incident = await town.open()
    assert "карточка другого отдела" in await refused(town, Forbidden, incident.id, Act.ACCEPT, "olga")


async def test_not_ours_may_be_pressed_twice_and_then_only_the_coordinator_routes(town: DeskTown) -> None:
    incident = await town.open()
    for times in (1, 2):
        await town.act(incident.id, Act.RETURN, "ann")
        after = await town.incident(incident.id)
        assert (after.status, after.department_id, after.doubt, after.returns) == (Status.NEW, None, Doubt.ROUTE, times)
        assert town.chat("coordinator") in await town.cards(incident.id)
        await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=ROADS)
    assert "два раза" in await refused(town, Forbidden, incident.id, Act.RETURN, "ann")
    assert "уже дважды" in await refused(town, Forbidden, incident.id, Act.RETURN, "coordinator")


async def test_returning_lets_go_of_the_holder_and_of_what_was_reminded(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.act(incident.id, Act.RETURN, "ann")
    after = await town.incident(incident.id)
    assert (after.holder_id, after.accepted_at, after.reminded) == (None, None, ())
    assert after.route_because == f"вернули: {town.who('ann').title}"


async def test_the_coordinator_routes_and_the_new_department_gets_the_card(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.sweep_outbox()
    town.clock.move(minutes=20)
    outcome = await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    after = await town.incident(incident.id)
    assert outcome.because.startswith("передали: ")
    assert (after.status, after.department_id, after.holder_id) == (Status.ASSIGNED, HOUSING, None)
    assert after.assigned_at == town.clock.now()
    assert after.clock_from == incident.clock_from
    assert town.chat("olga") in await town.cards(incident.id)


async def test_routing_where_it_is_already_and_to_nowhere_changes_nothing(town: DeskTown) -> None:
    incident = await town.open()
    await refused(town, Unchanged, incident.id, Act.ASSIGN, "coordinator", department_id=ROADS)
    words = await refused(town, NotFound, incident.id, Act.ASSIGN, "coordinator", department_id=DepartmentId("moon"))
    assert words == "Такого отдела у нас нет"
    await refused(town, NotFound, incident.id, Act.ASSIGN, "coordinator")


async def test_only_the_coordinator_routes(town: DeskTown) -> None:
    incident = await town.open()
    for name in ("ann", "chief", "duty", "head", "observer"):
        await refused(town, Forbidden, incident.id, Act.ASSIGN, name, department_id=HOUSING)


async def test_closing_asks_for_its_outcome_and_keeps_it(town: DeskTown) -> None:
    incident = await town.open()
    assert await refused(town, WrongStep, incident.id, Act.CLOSE, "ann") == "Выберите, чем закончилось"
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.PASSED)
    after = await town.incident(incident.id)
    assert (after.status, after.outcome, after.closed_at) == (Status.CLOSED, ClosingOutcome.PASSED, town.clock.now())


async def test_rejecting_asks_for_its_reason_and_keeps_it(town: DeskTown) -> None:
    incident = await town.open()
    assert await refused(town, WrongStep, incident.id, Act.REJECT, "coordinator") == "Выберите, почему это не обращение"
    await town.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.RUMOUR)
    after = await town.incident(incident.id)
    assert (after.status, after.reject_reason) == (Status.REJECTED, RejectReason.RUMOUR)
    await refused(town, Unchanged, incident.id, Act.REJECT, "coordinator", reason=RejectReason.AD)


async def test_what_was_closed_meanwhile_says_when(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    town.clock.move(hours=1)
    for what in (Act.ACCEPT, Act.RETURN):
        assert await refused(town, WrongStep, incident.id, what, "peter") == "Закрыто в 9:14, отвечать больше не нужно"
    await refused(town, Unchanged, incident.id, Act.CLOSE, "peter", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await refused(town, WrongStep, incident.id, Act.REJECT, "coordinator", reason=RejectReason.AD)


async def test_reopening_starts_anew_with_the_department_or_asks_for_one(town: DeskTown) -> None:
    ours, nobodys = await town.open(), await town.open("Фонари", topic="roads_lighting", outside=True)
    await town.act(ours.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await town.act(nobodys.id, Act.REJECT, "coordinator", reason=RejectReason.NOT_OUR_DISTRICT)
    town.clock.move(hours=1)
    await town.act(ours.id, Act.REOPEN, "ann")
    await town.act(nobodys.id, Act.REOPEN, "coordinator")
    first, second = await town.incident(ours.id), await town.incident(nobodys.id)
    assert (first.status, first.doubt, first.outcome, first.closed_at, first.holder_id) == (Status.REOPENED, None, None, None, None)
    assert first.clock_from == town.clock.now()
    assert (second.status, second.doubt, second.reject_reason) == (Status.NEW, Doubt.ROUTE, None)


async def test_whoever_no_longer_works_here_changes_nothing(town: DeskTown) -> None:
    incident = await town.open()
    await town.enrol("left", Role.EXECUTOR, ROADS, active=False)
    assert "больше не подключены" in await refused(town, Forbidden, incident.id, Act.ACCEPT, "left")


async def test_an_unknown_incident_is_said_to_be_unknown(town: DeskTown) -> None:
    with pytest.raises(NotFound, match="могли удалить"):
        await town.act(IncidentId(404), Act.ACCEPT, "ann")


async def test_the_log_of_a_whole_life_is_one_intact_chain(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.act(incident.id, Act.RETURN, "ann")
    await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    await town.act(incident.id, Act.CLOSE, "olga", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await town.act(incident.id, Act.REOPEN, "olga")
    async with town.storage.transaction() as tx:
        assert is_intact(incident.id, await tx.log.chain(incident.id))
    assert await town.acts(incident.id) == [Act.TAKE_IN, Act.ASSIGN, Act.ACCEPT, Act.RETURN, Act.ASSIGN, Act.CLOSE, Act.REOPEN]


async def test_what_the_coordinator_corrects_is_kept_for_learning_and_so_is_taking_it_back(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        post = (await tx.voices.of(incident.id))[0].post_id
    await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    await town.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.CHAT)
    await town.act(incident.id, Act.REOPEN, "coordinator")
    await town.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.DUPLICATE)
    async with town.storage.transaction() as tx:
        told = [(each.post_id, each.kind, each.before, each.after, each.by) for each in await tx.corrections.all()]
    coordinator = town.who("coordinator").id
    assert told == [
        (post, CorrectionKind.DEPARTMENT, ROADS, HOUSING, coordinator),
        (post, CorrectionKind.NOT_APPEAL, "", RejectReason.CHAT, coordinator),
        (post, CorrectionKind.NOT_APPEAL, RejectReason.CHAT, "", coordinator),
    ]


async def test_not_our_district_corrects_the_place_of_every_voice(town: DeskTown) -> None:
    incident = await town.open()
    await town.take(await town.write())
    await town.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.NOT_OUR_DISTRICT)
    async with town.storage.transaction() as tx:
        told = [(each.kind, each.after) for each in await tx.corrections.all()]
        assert told == [(CorrectionKind.PLACE, OUTSIDE)] * len(await tx.voices.of(incident.id))


async def test_a_choice_of_another_act_is_a_defect_of_ours(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        with pytest.raises(TypeError, match="another act"):
            await act(
                tx, town.policy, incident.id, Act.CLOSE, by=town.who("ann"), now=town.clock.now(), choice=Reject(reason=RejectReason.AD)
            )
