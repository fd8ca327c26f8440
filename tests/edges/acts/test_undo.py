"""«Вернуть»: each inner act back to the very state before, for ten minutes, by whoever acted."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.delivery.copies import Copy
from bot.storage.delivery.outbox import OutboxKind
from incidents.desk.acts.undo import CHANGED, GONE, LATE, NOT_YOURS, undo, undo_over
from incidents.desk.outcome import Outcome
from incidents.errors import DomainError, Forbidden, WrongStep
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Event, RejectReason, Status, Untold
from incidents.routing.reading_corrections import CorrectionKind
from tests.kit.desk_town import HOUSING, ROADS, DeskTown, desk_town
from tests.kit.event_log import is_intact, latest
from tests.kit.values.samples import reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def take_back(town: DeskTown, id: IncidentId, by: str) -> Outcome:
    async with town.storage.transaction() as tx:
        return await undo(tx, town.policy, id, by=town.who(by), now=town.clock.now())


async def refused(town: DeskTown, error: type[DomainError], id: IncidentId, by: str) -> str:
    before = await town.incident(id)
    with pytest.raises(error) as caught:
        await take_back(town, id, by)
    assert await town.incident(id) == before
    return caught.value.user_text


ACTS: list[tuple[tuple[Act, ...], Act, str, dict[str, Any]]] = [
    ((), Act.ACCEPT, "ann", {}),
    ((), Act.RETURN, "ann", {}),
    ((Act.ACCEPT,), Act.RETURN, "ann", {"department_id": HOUSING}),
    ((), Act.ASSIGN, "coordinator", {"department_id": HOUSING}),
    ((Act.ACCEPT,), Act.CLOSE, "ann", {"outcome": ClosingOutcome.DONE, "untold": Untold.OTHER}),
    ((), Act.REJECT, "coordinator", {"reason": RejectReason.AD}),
    ((Act.ACCEPT, Act.CLOSE), Act.REOPEN, "ann", {}),
]


@pytest.mark.parametrize(("first", "what", "by", "choice"), ACTS)
async def test_an_act_taken_back_leaves_the_very_state_before(
    town: DeskTown, first: tuple[Act, ...], what: Act, by: str, choice: dict[str, Any]
) -> None:
    incident = await town.open()
    for each in first:
        await town.act(incident.id, each, "ann", **({"outcome": ClosingOutcome.DONE, "untold": Untold.OTHER} if each is Act.CLOSE else {}))
    before = await town.incident(incident.id)
    town.clock.move(minutes=1)
    await town.act(incident.id, what, by, **choice)
    town.clock.move(minutes=9)
    outcome = await take_back(town, incident.id, by)
    after = await town.incident(incident.id)
    assert replace(after, version=before.version) == before
    assert outcome.because == f"вернули, как было: {town.who(by).title}"
    async with town.storage.transaction() as tx:
        chain = await tx.log.chain(incident.id)
        assert (chain[-1][0].act, chain[-1][0].data["undone"]) == (Act.UNDO, what)
        assert is_intact(incident.id, chain)
        held = latest(await tx.corrections.all())
    assert all(each.after in ("", ROADS) for each in held.values() if each.kind is CorrectionKind.DEPARTMENT)
    assert await refused(town, WrongStep, incident.id, by) == GONE


async def test_after_ten_minutes_it_is_too_late_and_the_cards_are_shown_anew(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    town.clock.move(minutes=10)
    assert await refused(town, WrongStep, incident.id, "ann") == LATE
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:  # it stands on one phone, and comes to no other
        await tx.copies.save(
            Copy(incident_id=incident.id, chat_id=town.chat("ann"), topic_id=None, message_id=7, shown="", photos_sent=True)
        )
    async with town.storage.transaction() as tx:
        assert await undo_over(tx, now=town.clock.now() - timedelta(seconds=1)) == 0
        assert await undo_over(tx, now=town.clock.now()) == 1
        assert await undo_over(tx, now=town.clock.now()) == 0
    assert await town.cards(incident.id) == {town.chat("ann")}
    assert {row.kind for row in await town.rows()} == {OutboxKind.CARD}


async def test_only_whoever_acted_takes_back(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.RETURN, "ann")
    for other in ("peter", "chief", "olga", "head", "observer", "coordinator"):
        assert await refused(town, Forbidden, incident.id, other) == NOT_YOURS
    await take_back(town, incident.id, "ann")
    assert (await town.incident(incident.id)).status is Status.ASSIGNED


async def test_the_heads_control_stays_whatever_the_coordinator_presses(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.CONTROL, "head")
    assert await refused(town, Forbidden, incident.id, "coordinator") == NOT_YOURS
    assert (await town.incident(incident.id)).controlled_since is not None


async def taken_back_to(town: DeskTown) -> dict[str, bool]:
    """Who was told: whether it is theirs again."""
    names = {town.chat(name): name for name in ("ann", "peter", "chief", "olga", "head", "coordinator")}
    rows = [row for row in await town.rows() if row.kind is OutboxKind.SAY and row.code == "taken_back"]
    return {names[row.chat_id]: bool(row.params["yours"]) for row in rows}


async def test_whoever_held_it_hears_that_it_is_theirs_again(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await take_back(town, incident.id, "coordinator")
    assert await taken_back_to(town) == {"ann": True}


async def test_a_department_that_loses_it_again_hears_so_and_the_holder_before_too(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    await take_back(town, incident.id, "coordinator")
    assert await taken_back_to(town) == {"ann": True, "olga": False}


async def test_an_own_acceptance_taken_back_disturbs_nobody(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    await take_back(town, incident.id, "ann")
    assert await taken_back_to(town) == {}


async def test_nothing_to_take_back_is_said_in_words(town: DeskTown) -> None:
    incident = await town.open()
    assert await refused(town, WrongStep, incident.id, "coordinator") == GONE


async def test_a_voice_that_came_meanwhile_stays_and_another_act_closes_the_way(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    outcome = await town.take(await town.write("На Белавинской опять вода на дороге, пройти нельзя"), reading())
    assert outcome.incident is not None and outcome.incident.id == incident.id
    await take_back(town, incident.id, "ann")
    assert (await town.incident(incident.id)).matched_because is not None
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert await refused(town, Forbidden, incident.id, "ann") == NOT_YOURS  # the last act is the coordinator's
    await take_back(town, incident.id, "coordinator")
    assert (await town.incident(incident.id)).holder_id == town.who("ann").id


async def test_what_is_published_is_never_taken_back(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    async with town.storage.transaction() as tx:
        now = await tx.incidents.get(incident.id)
        event = Event(act=Act.INTERIM, at=town.clock.now(), by=None, because="", status_before=now.status, status_after=now.status)
        await tx.incidents.save(now, event)
    assert await refused(town, WrongStep, incident.id, "ann") == CHANGED
