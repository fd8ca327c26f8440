"""Rarer kinds of messages: dangers, those that part or join, those brought by hand, thanks, weeks ago."""

from collections.abc import Sequence
from typing import Any

from incidents.desk.acts.undo import undo
from incidents.desk.intake import mass
from incidents.desk.intake.by_hand import open_by_hand
from incidents.desk.intake.take_in import mark_deleted
from incidents.incident import Act, ClosingOutcome, Untold
from incidents.intake.by_hand import Origin
from incidents.posts import Network, Post
from incidents.reading import DangerGrade, Kind, Mood, ReactionKind
from tests.kit.random_days.life import CHAT, NO_DEPARTMENT, TOWNS, RandomDay
from tests.kit.values.samples import at, place, reading

NOW: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "искрит"}  # Any: as above
WIDE = "housing_no_cold_water"
ENDS_THEN = ((ClosingOutcome.DONE, True), (ClosingOutcome.EXPLAINED, False), (ClosingOutcome.REFUSED, False))


async def confirmed(life: RandomDay, *, then: Sequence[Act]) -> None:
    incident = await life.card(**NOW)
    await life.did(incident, Act.DANGER_CONFIRMED, "duty", hurt=life.dice.random() < 0.5)
    for act in then:
        await life.did(incident, act)


async def danger_closed(life: RandomDay) -> None:
    incident = await life.card(**NOW)
    await life.did(incident, Act.ACCEPT)
    await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE, untold=Untold.SPOKEN)


async def danger_since_yesterday(life: RandomDay, *, then: Sequence[Act]) -> None:
    """It stood when the day began."""
    life.day.town.clock.moment = at(20, day=23)
    incident = await life.card(**NOW)
    life.day.town.clock.moment = at(9)
    for act in then:
        await life.did(incident, act)


async def danger_at_night(life: RandomDay) -> None:
    life.day.town.clock.moment = at(3, day=25)
    await life.card(**NOW)


async def danger_merged(life: RandomDay) -> None:
    into, folded = await life.card(), await life.card(**NOW)
    await life.did(folded, Act.MERGE, into=into.id)
    assert (await life.day.town.incident(into.id)).danger_grade is DangerGrade.NOW


async def danger_asked(life: RandomDay, *, said: Sequence[DangerGrade | None]) -> None:
    """Nobody knows whether it is one: a person grades it, or it waits."""
    incident = await life.card(danger_asked=True)
    assert incident.danger_asked_at is not None
    for grade in said:
        await life.did(incident, Act.DANGER_GRADED, grade=grade)


async def without_topic(life: RandomDay) -> None:
    """Three of one settlement that nobody could name: no event of the day."""
    for _ in range(3):
        life.streets += 1
        await life.day.wrote(f"Улица {life.streets}", town=TOWNS[0], **NO_DEPARTMENT)


async def wish_with_a_danger(life: RandomDay) -> None:
    await life.card(kind=Kind.SUGGESTION, danger=True, danger_grade=DangerGrade.RISK, danger_words="искрит")


async def parted(life: RandomDay) -> None:
    """One of its messages becomes a card of its own."""
    life.streets += 1
    whole = await life.day.wrote(
        f"Улица {life.streets}", f"И у нас на улице {life.streets} вода", f"На улице {life.streets} снег", town="Редкино"
    )
    async with life.day.town.storage.transaction() as tx:
        post = (await tx.voices.of(whole.id))[1].post_id
    await life.did(whole, Act.SPLIT, posts=frozenset({post}))


async def two_questions(life: RandomDay) -> None:
    """One message stands in two cards."""
    whole = await life.card(alone=True, topic="roads_drainage")
    await life.did(whole, Act.SPLIT, topic="roads_snow")


async def merged_back(life: RandomDay) -> None:
    into, folded = await life.card(), await life.card()
    await life.did(folded, Act.MERGE, into=into.id)
    async with life.day.town.storage.transaction() as tx:
        by, now = life.day.town.who("coordinator"), life.day.town.clock.now()
        await undo(tx, life.day.town.policy, folded.id, by=by, now=now)
    assert (await life.day.town.incident(folded.id)).merged_into is None


async def deleted(life: RandomDay, *, is_numbered: bool) -> None:
    """Its author deletes the message, which the region may have numbered."""
    incident, town = await life.card(alone=True), life.day.town
    if is_numbered:
        await life.day.regions(incident, 0, f"54182{life.streets:02} до 24.11 20:00")
    life.later()
    async with town.storage.transaction() as tx:
        post = await tx.posts.get((await tx.voices.of(incident.id))[0].post_id)
        await tx.posts.mark_gone(post.post.network, {post.post.external_id}, at=town.clock.now())
        await mark_deleted(tx, await tx.posts.get(post.id), now=town.clock.now())


async def mass_event(life: RandomDay) -> None:
    """Many write of one outage: one card stands for all."""
    town, where = life.day.town, life.dice.choice(TOWNS)
    for _ in range(7):
        life.streets += 1
        post = await town.write(f"На улице {life.streets} нет воды")
        outcome = await town.take(
            post, reading(topic=WIDE, group="housing", groups=(("housing", 0.9),), main=place(where, f"Улица {life.streets}"))
        )
        async with town.storage.transaction() as tx:
            await mass.watch(tx, town.policy, outcome, now=town.clock.now())
        town.clock.move(minutes=1)
    assert outcome.incident is not None
    async with town.storage.transaction() as tx:
        incident_id = await tx.voices.incident_of(post.id)
        assert incident_id is not None
        assert await tx.masses.of(incident_id) is not None


async def by_hand(life: RandomDay, *, is_done: bool) -> None:
    """Told in person: an official brings it."""
    town = life.day.town
    life.streets += 1
    words = f"На улице {life.streets} вода, говорит житель"
    async with town.storage.transaction() as tx:
        now = town.clock.now()
        new = Post(network=Network.HAND, external_id=f"hand{life.streets}", url="", text=words, author_id="", published_at=now)
        id = await tx.posts_by_hand.bring(new, Origin.TYPED, at=now)
        said = reading(main=place("Редкино", f"Улица {life.streets}"))
        outcome = await open_by_hand(tx, town.policy, await tx.posts.get(id), said, now=now)
    assert outcome.incident is not None
    if is_done:
        await life.did(outcome.incident, Act.ACCEPT)
        await life.did(outcome.incident, Act.CLOSE, outcome=ClosingOutcome.DONE, by_hand=True)


async def thanked(life: RandomDay) -> None:
    """After our answer; and others in a message of their own."""
    await life.says(await life.reply(alone=True), "Спасибо, воды больше нет", **{**CHAT, "reaction": ReactionKind.THANKS, "resolved": True})
    for n in range(life.dice.randrange(3)):
        words = f"Спасибо дворникам за чистый двор номер {life.streets}{n}"
        await life.day.post(words, is_appeal=False, kind=Kind.THANKS, mood=Mood.GRATEFUL, main=place())


async def angered(life: RandomDay) -> None:
    await life.says(await life.reply(alone=True), "Сколько можно, безобразие", **{**CHAT, "reaction": ReactionKind.ANGER})


async def usual_days(life: RandomDay) -> None:
    """The same weekday of three weeks before, of which the picture and the main event know."""
    where, town = life.dice.choice(TOWNS), life.day.town
    for day in (3, 10, 17):
        for n in range(life.dice.randrange(3)):
            town.clock.moment = at(10 + n, day=day)
            life.streets += 1
            incident = await life.day.wrote(f"Улица {life.streets}", f"И у нас на улице {life.streets} вода", town=where)
            await town.act(incident.id, Act.ACCEPT, "ann")
            if life.dice.random() < 0.7:
                await life.day.answered(incident, "Воду откачали, трубу починили")
            outcome, untold = life.dice.choice(ENDS_THEN)
            town.clock.move(hours=1)
            await town.act(incident.id, Act.CLOSE, "ann", outcome=outcome, **({"untold": Untold.SPOKEN} if untold else {}))
