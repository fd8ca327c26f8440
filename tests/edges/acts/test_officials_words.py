"""What officials and authors say at the desk itself: acts without a choice, the same again, what is on its way, an older reply."""

from collections.abc import AsyncIterator

import pytest

from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers import draft_answer
from incidents.desk.intake.take_in import take_in
from incidents.desk.routing.reroute import reading_as_corrected
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged, WrongStep
from incidents.incident import Act, Doubt, Incident, Status
from incidents.posts import StoredPost
from tests.kit.desk_town import HOUSING, DeskTown, desk_town, konakovo, put_post
from tests.kit.published_answers import publish
from tests.kit.values.samples import incident as sample
from tests.kit.values.samples import place, reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def test_an_act_without_its_choice_is_refused_and_nothing_changes(town: DeskTown) -> None:
    incident = await town.open()
    for what, refusal in ((Act.CORRECT_PLACE, NotFound), (Act.CORRECT_TOPIC, NotFound), (Act.MERGE, WrongStep), (Act.SPLIT, WrongStep)):
        with pytest.raises(refusal):
            await town.act(incident.id, what, "coordinator")
    assert await town.incident(incident.id) == incident


async def test_the_same_place_again_is_no_change(town: DeskTown) -> None:
    incident = await town.open()
    spot = konakovo().places.of("s-redkino")
    await town.act(incident.id, Act.CORRECT_PLACE, "coordinator", place=spot)
    with pytest.raises(Unchanged):
        await town.act(incident.id, Act.CORRECT_PLACE, "coordinator", place=spot)


async def test_nobody_is_asked_for_facts_before_somebody_collects_them(town: DeskTown) -> None:
    lost = await town.open("В Кимрах темно", outside=True, main=place("Кимры"))
    with pytest.raises(DomainError, match="соберёт ответ"):
        await town.act(lost.id, Act.COLLECT, "coordinator", departments=frozenset({HOUSING}))


async def test_facts_of_a_department_that_is_asked_no_more_are_refused(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.COLLECT, "coordinator", departments=frozenset({HOUSING}))
    async with town.storage.transaction() as tx:
        await tx.co_executors.drop(incident.id, HOUSING)
    with pytest.raises(Forbidden, match="не ждут"):
        await town.act(incident.id, Act.FACTS, "olga", words="Починили")


async def test_a_message_whose_answer_is_on_its_way_does_not_part(town: DeskTown) -> None:
    first = await town.open()
    second = await town.open("В доме на Лесной холодно", main=place("Редкино", "Лесная", "5"), topic="housing_no_heating", group="housing")
    await town.act(second.id, Act.MERGE, "coordinator", into=first.id)
    answer = await town.sent(first.id, "ann")
    with pytest.raises(DomainError, match="вот-вот выйдет"):
        await town.act(first.id, Act.SPLIT, "coordinator", posts=frozenset({answer.post_id}))


async def asked(town: DeskTown, incident: Incident) -> Answer:
    async with town.storage.transaction() as tx:
        by, now = town.who("coordinator"), town.clock.now()
        draft = await draft_answer.create_draft(tx, incident.id, "Где это?", by=by, guid="g-clarify", now=now, kind=AnswerKind.CLARIFY)
    return await publish(town, draft)


async def comment(town: DeskTown, under: StoredPost) -> StoredPost:
    async with town.storage.transaction() as tx:
        known = {"author_id": under.post.author_id, "parent_external_id": under.post.external_id}
        return await put_post(tx, town.source, next(town.numbers), town.clock.now(), "Это на Новой", **known)


async def test_words_that_were_there_before_the_question_are_no_reply(town: DeskTown) -> None:
    post = await town.write("Воды по колено, а где не скажу")
    incident = (await town.take(post, reading(main=place()))).incident
    assert incident is not None
    before = await comment(town, post)
    town.clock.move(minutes=5)
    await asked(town, incident)
    await town.take(before, reading(main=place("Конаково", "Новая"), is_appeal=False))
    assert (await town.incident(incident.id)).place == incident.place


async def test_a_reply_is_taken_once_fills_the_topic_too_and_keeps_the_town_that_was_known(town: DeskTown) -> None:
    unsure = {"groups": (("roads", 0.3), ("housing", 0.28)), "topics": (("roads_drainage", 0.3), ("housing_no_heating", 0.28))}
    post = await town.write("Непонятно что, но в Редкино")
    incident = (await town.take(post, reading(main=place("Редкино"), **unsure))).incident
    assert incident is not None and incident.doubt is Doubt.TOPIC
    await asked(town, incident)
    town.clock.move(minutes=5)
    reply = await comment(town, post)
    sure = {"group": "housing", "topic": "housing_no_heating", "topics": (("housing_no_heating", 0.9),)}
    for _ in range(2):
        async with town.storage.transaction() as tx:
            await take_in(tx, town.policy, reply, reading(main=place(street="Новая"), **sure), now=town.clock.now())
    after = await town.incident(incident.id)
    assert (after.place.settlement, after.place.street, after.topic) == ("Редкино", "Новая", "housing_no_heating")
    assert (after.department_id, after.status, after.doubt) == (HOUSING, Status.ASSIGNED, None)
    assert (await town.acts(incident.id)).count(Act.TAKE_IN) == 2


def test_an_incident_that_nobody_read_is_routed_by_what_officials_say() -> None:
    known = reading_as_corrected(None, sample(topic="roads_potholes"))
    assert (known.topic, known.group, known.main.street, known.is_appeal) == ("roads_potholes", "roads", "улица Белавинская", True)
