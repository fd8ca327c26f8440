"""A danger in a town for tests: whose telephones ring, when, and what came after it."""

from datetime import datetime
from typing import Any

from bot.storage.delivery.copies import Copy
from bot.storage.delivery.outbox import OutboxKind, OutboxRow
from bot.ticks.reminders import escalate as tick
from incidents.deadlines.reminders import OF_THE_DANGER, Reminder
from incidents.ids import IncidentId, PostId
from incidents.incident import Incident
from incidents.posts import StoredPost
from incidents.reading import DangerGrade
from tests.kit.desk_town import DeskTown
from tests.kit.values.samples import MOSCOW, reading

NOW: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "провод искрит"}


async def rung(town: DeskTown) -> dict[str, set[str]]:
    """Whose telephones one tick rings for a danger, by the code."""
    await town.sweep_outbox()
    await tick(town.around())
    return await ringing(town)


async def ringing(town: DeskTown) -> dict[str, set[str]]:
    """What of a danger waits to be said, with a sound and outside the budget."""
    names = {person.user_id: name for name, person in town.people.items()}
    found: dict[str, set[str]] = {}
    for row in await town.rows():
        if row.code in OF_THE_DANGER:
            assert row.sound and row.urgent
            found.setdefault(row.code or "", set()).add(names[row.chat_id])
    return found


def asks(row: OutboxRow) -> bool:
    """Whether it asks «Опасно?»: a message of its own, or the first card, sent at once."""
    return row.code == Reminder.DANGER_ASKED or (row.kind is OutboxKind.CARD and row.urgent)


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(MOSCOW):%H:%M:%S}"


async def watched(town: DeskTown, until: datetime) -> dict[str, dict[str, set[str]]]:
    """The scheduler ticks by the half minute: when whose telephones ring."""
    heard = {}
    while town.clock.moment < until:
        town.clock.move(seconds=30)
        found = await rung(town)
        if found:
            heard[clock(town.clock.moment)] = found
    return heard


async def standing(town: DeskTown, id: IncidentId, *names: str) -> None:
    """The card stands in these chats, as if the courier had been there."""
    async with town.storage.transaction() as tx:
        for number, name in enumerate(names, start=70):
            copy = Copy(incident_id=id, chat_id=town.chat(name), topic_id=None, message_id=number, shown="", photos_sent=True)
            await tx.copies.save(copy)
    await town.sweep_outbox()


async def heard_again(town: DeskTown, incident: Incident, text: str = "люк опять открыт, сейчас чуть ребёнок не упал") -> Incident:
    """A comment under the first post tells of a danger."""
    async with town.storage.transaction() as tx:
        parent = (await tx.voices.of(incident.id))[0].post_id
    post = await town.write(text, parent_external_id=(await town_post(town, parent)).post.external_id)
    outcome = await town.take(post, reading(**{**NOW, "danger_words": text}))
    assert outcome.incident is not None
    return outcome.incident


async def town_post(town: DeskTown, id: PostId) -> StoredPost:
    async with town.storage.transaction() as tx:
        return await tx.posts.get(id)
