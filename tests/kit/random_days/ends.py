"""Rarer ends of a card: each says in an assertion that it has happened, where no act says so."""

from dataclasses import replace
from datetime import date, timedelta

from incidents.acts.delays import DelayReason
from incidents.answers.values import Answer, AnswerKind
from incidents.deadlines.norm_overrides import CHECK_SINCE, CHECK_WORDS, NormWord
from incidents.desk.answers import publish_answer
from incidents.desk.answers.done_check import WORDS, ask_authors
from incidents.desk.head import head_agenda
from incidents.incident import Act, ClosingOutcome, Doubt, Incident, RejectReason, Status, Untold
from incidents.publisher import Published
from incidents.reading import ReactionKind
from tests.kit.random_days.life import CHAT, DENIES, TOPICS, TOWNS, RandomDay
from tests.kit.values.samples import ROADS, at, place, reading

REPEATED = 13
"""A day of November: what was closed by then is not opened again."""


async def planned(life: RandomDay) -> None:
    incident = await life.reply("Вода уходит медленно, смотрели на месте", alone=True)
    await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.PLANNED, day=date(2026, 12, life.dice.randrange(1, 28)))


async def passed(life: RandomDay, *, is_answered: bool) -> None:
    incident = await (life.reply() if is_answered else life.card())
    await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.PASSED)


async def refused(life: RandomDay) -> None:
    await life.did(await life.reply(), Act.CLOSE, outcome=ClosingOutcome.REFUSED)


async def closed_unanswered(life: RandomDay, *, outcome: ClosingOutcome) -> None:
    await life.did(await life.card(), Act.CLOSE, outcome=outcome)


async def postponed(life: RandomDay, *, is_resumed: bool) -> None:
    incident = await life.card()
    await life.did(incident, Act.ACCEPT)
    await life.did(incident, Act.POSTPONE, until=at(15, day=27))
    if is_resumed:
        await life.did(incident, Act.RESUME)


async def passed_outside(life: RandomDay) -> None:
    incident = await life.card()
    await life.did(incident, Act.ACCEPT)
    await life.did(incident, Act.SEND_OUTSIDE, until=at(15, day=27), organisation="Сетевая компания")


async def not_ours_twice(life: RandomDay) -> Incident:
    incident = await life.card()
    for _ in range(2):
        await life.did(incident, Act.RETURN, "ann")
        await life.did(incident, Act.ASSIGN, department_id=ROADS)
    assert (await life.day.town.incident(incident.id)).returns == 2
    return incident


async def outside(life: RandomDay) -> None:
    """Of another district: in no figure."""
    incident = await life.card(alone=True, outside=True)
    assert incident.doubt is Doubt.OUTSIDE


async def settled_dispute(life: RandomDay) -> None:
    incident = await life.denied()
    await life.did(incident, Act.CONFIRM_DONE, "head")
    assert not (await life.day.town.incident(incident.id)).is_disputed


async def dispute_brought_back(life: RandomDay) -> None:
    await life.did(await life.denied(), Act.REOPEN)


async def denied_before_closing(life: RandomDay, *, is_closed: bool) -> None:
    incident = await life.reply(alone=True)
    await life.says(incident, "Как была вода, так и есть", **DENIES)
    if is_closed:
        await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE)


async def kept(life: RandomDay) -> None:
    incident = await life.reply("До 27 ноября откачаем воду и прочистим трубу.", AnswerKind.INTERIM, alone=True)
    life.later()
    await life.day.answered(incident, "Воду откачали, трубу прочистили")
    await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE, untold=Untold.SPOKEN)


async def moved(life: RandomDay) -> None:
    incident = await life.reply("До 26 ноября откачаем воду и прочистим трубу.", AnswerKind.INTERIM, alone=True)
    life.later()
    await life.day.answered(incident, "Новый срок: сделаем до 28 ноября.", AnswerKind.INTERIM)


async def promised_in_vain(life: RandomDay, *, day: int, end: Act) -> None:
    """A promise whose card turns out to be no appeal, or another one's."""
    life.day.town.clock.moment = at(10, day=23)
    incident = await life.reply(f"До {day} ноября откачаем воду и прочистим трубу.", AnswerKind.INTERIM, alone=True)
    if end is Act.MERGE:
        await life.did(incident, end, into=(await life.card()).id)
    else:
        await life.did(incident, end, reason=RejectReason.CHAT)


async def reopened_and_rejected(life: RandomDay) -> None:
    incident = await life.card()
    await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.EXPLAINED)
    await life.did(incident, Act.REOPEN)
    await life.did(incident, Act.REJECT, reason=RejectReason.DUPLICATE)


async def came_again(life: RandomDay, *, since: int) -> None:
    """The same trouble at the same place: what was closed this week is open again, what was closed before it is repeated."""
    this_day = life.day.town.clock.moment
    life.day.town.clock.moment = at(9, day=since)
    incident = await life.reply(alone=True)
    await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE)
    life.day.town.clock.moment = this_day
    street, town = str(incident.place.street), str(incident.place.settlement)
    again = await life.day.town.take(
        await life.day.town.write(f"На {street} снова вода"), reading(topic=incident.topic, main=place(town, street))
    )
    assert again.incident is not None
    assert again.incident.status is Status.REOPENED if since > REPEATED else again.incident.repeat_of == incident.id


async def three_times(life: RandomDay) -> None:
    """Thrice at one address within a month: a matter of the head's."""
    town, where, topic, this_day = life.day.town, life.dice.choice(TOWNS), life.dice.choice(TOPICS), life.day.town.clock.moment
    life.streets += 1
    for moment in (at(12, day=4), at(12, day=12), this_day):
        town.clock.moment = moment
        incident = await life.day.wrote(f"Улица {life.streets}", town=where, topic=topic)
        if moment != this_day:
            await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)


async def many_voices(life: RandomDay) -> None:
    life.streets += 1
    more = [f"И у нас на улице {life.streets} вода, дом {n}" for n in range(9 + life.dice.randrange(2))]
    await life.day.wrote(f"Улица {life.streets}", *more, town=life.dice.choice(TOWNS))


async def marked(life: RandomDay, *, how: str) -> None:
    """The coordinator's word for the head's morning, and the head's own: about what would be asked, or about what would not."""
    incident, town, by = await (life.card() if how == "taken" else not_ours_twice(life)), life.day.town, life.day.town.who("coordinator")
    life.later()
    async with town.storage.transaction() as tx:
        if how == "left":
            await head_agenda.leave_out(tx, incident.id, by=by, now=town.clock.now())
        elif how == "proposed":
            await head_agenda.propose(tx, town.policy, incident.id, "замер вместе с УК сегодня", by=by, now=town.clock.now())
        else:
            await head_agenda.take(tx, incident.id, by=by, now=town.clock.now())
    if how == "watched":
        await life.did(incident, Act.CONTROL, "head")


async def ordered(life: RandomDay) -> None:
    incident = await life.card()
    await life.did(incident, Act.ORDER, "head", until=at(16, day=25), words="Доложить, когда починят")


async def late(life: RandomDay, *, end: str) -> None:
    """Its deadline is over: left, answered or closed after it, with a reason or without one."""
    life.day.town.clock.moment = at(10, day=20)
    incident = await life.card()
    await life.did(incident, Act.ACCEPT)
    life.day.town.clock.moment = at(16, day=24)
    if life.dice.random() < 0.5:
        await life.did(incident, Act.DELAY_REASON, "ann", delay=DelayReason.MACHINES)
    if end == "answered":
        await life.day.answered(incident)
    elif end == "closed":
        await life.did(incident, Act.CLOSE, outcome=ClosingOutcome.REFUSED)


async def asked_whether_done(life: RandomDay) -> None:
    """«Решено?»: who confirms, who disputes, who is silent. It asks of whatever was closed as done by then."""
    town = life.day.town
    town.clock.moment = at(10)
    said = [None, ("Да", True), ("Нет, вода так и стоит", False)]
    for _ in said:
        incident = await life.card(alone=True)
        await life.day.did(incident, Act.ACCEPT)
        await life.day.answered(incident, "Воду откачали, трубу починили")
        await life.day.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE)
    town.clock.moment = at(17, 50)
    policy = replace(town.policy, norms=replace(town.policy.norms, ask_author=timedelta(minutes=5)))
    async with town.storage.transaction() as tx:
        for key in (CHECK_SINCE, CHECK_WORDS):
            await tx.norm_words.put(NormWord(key=key, value=WORDS, by=town.who("coordinator").id, at=at(9, day=20)))
        assert await ask_authors(tx, policy, now=town.clock.now())
    life.dice.shuffle(said)
    while (question := await _next(life)) is not None:
        async with town.storage.transaction() as tx:
            started = await publish_answer.start_publishing(tx, question, now=town.clock.now())
            comment = Published(external_id=f"wall-1_1_r{question.id}", url="https://vk.com/wall-1_1")
            await publish_answer.mark_published(tx, policy, started, comment, now=town.clock.now(), proved=True)
        words = said.pop() if said else life.dice.choice((None, ("Да", True)))
        if words is not None:
            heard = {"reaction": ReactionKind.NEUTRAL, "resolved": words[1]}
            await life.says(await town.incident(question.incident_id), words[0], **{**CHAT, **heard})
    assert not said


async def _next(life: RandomDay) -> Answer | None:
    async with life.day.town.storage.transaction() as tx:
        return await tx.answers.next_to_move(now=life.day.until)
