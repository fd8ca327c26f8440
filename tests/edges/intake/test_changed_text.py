"""A post whose text changed at its source is read again: the card follows it until a person has decided anything."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.storage.engine.storage import Storage
from handlers.kit.buttons import Press
from incidents.desk.act import act
from incidents.desk.acts.undo import undo
from incidents.desk.intake.take_in import take_in
from incidents.errors import Forbidden
from incidents.ids import ChatId
from incidents.incident import Act, Doubt, Incident, RejectReason, Status
from incidents.official import Mode, Role
from incidents.posts import Network, StoredPost
from incidents.reading import DangerGrade, Kind, Mood, Place, PlaceKind, Praise
from tests.kit.danger import NOW, ringing, standing
from tests.kit.desk_town import HOUSING, ROADS, START, DeskTown, an_official, desk_town, konakovo, put_post
from tests.kit.phones import phones
from tests.kit.screens import card, card_of, card_text, labels, shown
from tests.kit.tdlib import parse
from tests.kit.values.samples import place, reading

NINE = place("Редкино", "Гагарина", "9")
DIRT: dict[str, Any] = {"group": "housing", "groups": (("housing", 0.9),), "topic": "housing_stairwell"}  # Any: fields of a Reading
WIRES: dict[str, Any] = {"group": "energy", "groups": (("energy", 0.9),), "topic": "energy_wires"}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def opened(town: DeskTown, **read: Any) -> tuple[StoredPost, Incident]:
    post = await town.write("Яма на Гагарина, 7")
    outcome = await town.take(post, reading(main=place("Редкино", "Гагарина", "7"), **read))
    assert outcome.incident is not None
    return post, outcome.incident


async def edited(town: DeskTown, post: StoredPost, text: str, **read: Any) -> Incident:
    """The collector brings another text of the same post."""
    async with town.storage.transaction() as tx:
        await tx.door.receive(town.source, replace(post.post, text=text), at=town.clock.now(), history=False)
        later = await tx.posts.get(post.id)
    outcome = await town.take(later, reading(**read))
    assert outcome.incident is not None
    return outcome.incident


async def test_topic_place_and_route_follow_a_changed_text(town: DeskTown) -> None:
    post, first = await opened(town)
    await standing(town, first.id, "ann", "peter")
    after = await edited(town, post, "В подъезде на Гагарина, 9 грязь", main=NINE, **DIRT)
    assert (after.id, after.number) == (first.id, first.number)
    assert (after.topic, after.place, after.place_id, after.department_id) == ("housing_stairwell", NINE, "st-Гагарина", HOUSING)
    assert (after.status, after.clock_from) == (Status.ASSIGNED, first.clock_from)
    assert town.chat("olga") in await town.cards(first.id)
    moved = await shown(town, "card_moved")
    assert {chat for code, chat in await town.says("card_moved")} == {town.chat("ann"), town.chat("peter")}
    assert "грязь" not in moved.html and "Яма" not in moved.html
    assert "житель изменил текст" in after.route_because
    assert (await town.acts(first.id))[-1] is Act.NEW_TEXT


async def test_the_same_revision_changes_nothing_twice(town: DeskTown) -> None:
    post, first = await opened(town)
    after = await edited(town, post, "В подъезде на Гагарина, 9 грязь", main=NINE, **DIRT)
    async with town.storage.transaction() as tx:
        later = await tx.posts.get(post.id)
    again = await town.take(later, reading(main=NINE, **DIRT))
    assert again.incident == after == await town.incident(first.id)


@pytest.mark.parametrize("less", [place(), place("Редкино"), place("Редкино", "Гагарина"), place("Конаково")])
async def test_a_text_that_says_less_of_the_place_leaves_it(town: DeskTown, less: Any) -> None:  # Any: a MainPlace
    post, first = await opened(town)
    after = await edited(town, post, "Яма так и стоит", main=less)
    assert (after.place, after.department_id) == (first.place, ROADS)


async def test_a_town_that_is_named_is_another_place(town: DeskTown) -> None:
    post, _ = await opened(town)
    named = Place(kind=PlaceKind.SETTLEMENT, span=(0, 8), text="Конаково", norm="Конаково")
    after = await edited(town, post, "Конаково, яма", main=place("Конаково"), places=(named,))
    assert after.place == place("Конаково")


async def test_a_text_that_is_no_appeal_any_more_moves_nothing(town: DeskTown) -> None:
    post, first = await opened(town)
    after = await edited(town, post, "Уже засыпали", main=place(), is_appeal=False, kind=Kind.THANKS, group="other", topic="other_other")
    assert (after.topic, after.place, after.department_id) == (first.topic, first.place, ROADS)


async def test_a_topic_that_is_as_likely_as_the_former_one_stays(town: DeskTown) -> None:
    post, first = await opened(town)
    unsure = {"topics": (("roads_potholes", 0.3), ("roads_drainage", 0.29)), "topic": "roads_potholes"}
    assert (await edited(town, post, "Яма, вода", main=first.place, **unsure)).topic == "roads_drainage"


async def test_what_the_rules_cannot_route_comes_to_the_coordinator_and_leaves_the_department(town: DeskTown) -> None:
    post, first = await opened(town)
    await standing(town, first.id, "ann")
    after = await edited(town, post, "Кимры, ул. Кирова: яма", main=place("Кимры", "Кирова"), outside=True)
    assert (after.status, after.department_id, after.doubt) == (Status.NEW, None, Doubt.OUTSIDE)
    assert town.chat("coordinator") in await town.cards(first.id)
    assert [chat for _, chat in await town.says("card_moved")] == [town.chat("ann")]


DECIDED = [
    (Act.ACCEPT, "ann", {}),
    (Act.CORRECT_TOPIC, "coordinator", {"topic": "roads_potholes"}),
    (Act.ASSIGN, "coordinator", {"department_id": HOUSING}),
    (Act.DANGER_KNOWN, "duty", {}),
]


@pytest.mark.parametrize(("what", "by", "choice"), DECIDED)
async def test_what_a_person_decided_is_not_overwritten_and_the_coordinator_is_asked(
    town: DeskTown, what: Act, by: str, choice: dict[str, Any]
) -> None:
    risk = {"danger": True, "danger_grade": DangerGrade.RISK} if what is Act.DANGER_KNOWN else {}
    post, first = await opened(town, **risk)
    await town.act(first.id, what, by, **choice)
    before = await town.incident(first.id)
    await town.sweep_outbox()
    after = await edited(town, post, "В подъезде на Гагарина, 9 грязь", main=NINE, **DIRT)
    same = ("topic", "group", "place", "department_id", "status", "holder_id", "answer_by", "route_because")
    assert {name: getattr(after, name) for name in same} == {name: getattr(before, name) for name in same}
    assert after.new_text_at == town.clock.now()
    rows = [row for row in await town.rows() if row.chat_id == town.chat("coordinator")]
    assert rows and not any(row.sound for row in rows)
    coordinator = await card_of(town, after, "coordinator")
    assert "В новом тексте: <b>" in coordinator.html and "Редкино, Гагарина, 9" in parse(coordinator.html)
    assert "Взять новое" in labels(coordinator)
    assert "Оставить" in labels(coordinator) or any(label.startswith("Вернуть") for label in labels(coordinator))  # then in «Ещё…»
    assert "Решает координатор" in await card_text(town, after, "ann")


async def test_what_was_taken_back_is_no_decision(town: DeskTown) -> None:
    post, first = await opened(town)
    await town.act(first.id, Act.ACCEPT, "ann")
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, first.id, by=town.who("ann"), now=town.clock.now())
    assert (await edited(town, post, "На Гагарина, 9", main=NINE)).place == NINE


async def test_a_question_to_the_author_is_answered_by_an_edit(town: DeskTown) -> None:
    post = await town.write("Яма")
    first = (await town.take(post, reading(main=place()))).incident
    assert first is not None and first.doubt is Doubt.PLACE
    after = await edited(town, post, "Яма, Редкино, Гагарина, 9", main=NINE)
    assert (after.place, after.doubt, after.department_id, after.status) == (NINE, None, ROADS, Status.ASSIGNED)


async def test_an_answer_on_its_way_keeps_the_card_in_its_place(town: DeskTown) -> None:
    post, first = await opened(town)
    await town.draft(first.id, "ann")
    after = await edited(town, post, "На Гагарина, 9", main=NINE)
    assert (after.place, after.new_text_at) == (first.place, town.clock.now())


@pytest.mark.parametrize(("author", "follows"), [("7", True), ("8", False)])
async def test_other_residents_of_the_same_card_are_not_carried_away(town: DeskTown, author: str, follows: bool) -> None:
    post = await town.write("Яма на Гагарина, 7", author_id="7")
    seven = place("Редкино", "Гагарина", "7")
    first = (await town.take(post, reading(main=seven))).incident
    assert first is not None
    joined = await town.take(await town.write("И я про яму у дома 7", author_id=author), reading(main=seven))
    assert joined.incident is not None and joined.incident.id == first.id
    after = await edited(town, post, "Яма на Гагарина, 9", main=NINE)
    assert (after.place == NINE) is follows
    assert (after.new_text_at is None) is follows


async def test_a_later_voice_moves_nothing(town: DeskTown) -> None:
    _, first = await opened(town)
    voice = await town.write("И я про яму у дома 7")
    await town.take(voice, reading(main=first.place))
    after = await edited(town, voice, "Яма на Гагарина, 9", main=NINE)
    assert (after.id, after.place, after.new_text_at) == (first.id, first.place, None)


async def test_a_text_that_comes_back_to_what_stands_is_offered_no_more(town: DeskTown) -> None:
    post, first = await opened(town)
    await town.act(first.id, Act.ACCEPT, "ann")
    assert (await edited(town, post, "На Гагарина, 9", main=NINE)).new_text_at is not None
    assert (await edited(town, post, "Всё-таки на Гагарина, 7", main=first.place)).new_text_at is None


async def offered(town: DeskTown) -> Incident:
    post, first = await opened(town)
    await town.act(first.id, Act.ACCEPT, "ann")
    return await edited(town, post, "В подъезде на Гагарина, 9 грязь", main=NINE, **DIRT)


async def test_the_coordinator_takes_the_new_text_and_takes_it_back(town: DeskTown) -> None:
    before = await offered(town)
    await standing(town, before.id, "ann", "coordinator")
    after = (await town.act(before.id, Act.NEW_TEXT, "coordinator", take=True)).incident
    assert after is not None
    assert (after.topic, after.place, after.department_id, after.holder_id) == ("housing_stairwell", NINE, HOUSING, None)
    assert after.new_text_at is None
    assert [chat for _, chat in await town.says("card_moved")] == [town.chat("ann")]
    assert "Вернуть прежнее" in labels(await card_of(town, after, "coordinator"))
    with pytest.raises(Forbidden, match="Новый текст уже разобрали"):
        await town.act(before.id, Act.NEW_TEXT, "coordinator", take=True)
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, before.id, by=town.who("coordinator"), now=town.clock.now())
    back = await town.incident(before.id)
    same = ("topic", "place", "department_id", "holder_id", "status", "new_text_at", "answer_by")
    assert {name: getattr(back, name) for name in same} == {name: getattr(before, name) for name in same}
    async with town.storage.transaction() as tx:
        assert await tx.corrections.all() == []  # the reader was right about either text


async def test_the_coordinator_leaves_what_stands_and_takes_that_back(town: DeskTown) -> None:
    before = await offered(town)
    after = (await town.act(before.id, Act.NEW_TEXT, "coordinator", take=False)).incident
    assert after is not None
    assert (after.topic, after.place, after.holder_id, after.new_text_at) == (before.topic, before.place, before.holder_id, None)
    assert "Вернуть вопрос" in labels(await card_of(town, after, "coordinator"))
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, before.id, by=town.who("coordinator"), now=town.clock.now())
    assert (await town.incident(before.id)).new_text_at == before.new_text_at


async def test_whoever_corrects_the_card_by_hand_is_asked_no_more(town: DeskTown) -> None:
    before = await offered(town)
    after = (await town.act(before.id, Act.CORRECT_TOPIC, "coordinator", topic="roads_potholes")).incident
    assert after is not None and after.new_text_at is None
    assert "В новом тексте" not in await card_text(town, after, "coordinator")


async def test_only_the_coordinator_decides(town: DeskTown) -> None:
    before = await offered(town)
    with pytest.raises(Forbidden):
        await town.act(before.id, Act.NEW_TEXT, "ann", take=True)


@pytest.mark.parametrize(
    ("press", "said"),
    [(Press.LEAVE_TEXT, "Новый текст: оставили как было"), (Press.TAKE_TEXT, "Взяли тему и место из нового текста")],
)
async def test_both_buttons_are_pressed_on_a_phone(sqlite_url: str, press: Press, said: str) -> None:
    async with phones(sqlite_url) as phone:
        assert str(await phone.press("coordinator", card(await offered(phone.town), press))).startswith(said)


async def test_a_danger_that_appears_rings_where_the_new_text_says(town: DeskTown) -> None:
    post, first = await opened(town)
    await standing(town, first.id, "ann", "coordinator")
    after = await edited(town, post, "На Гагарина, 9 провод искрит", main=NINE, **WIRES, **NOW)
    assert (after.danger_grade, after.topic, after.place, after.department_id) == (DangerGrade.NOW, "energy_wires", NINE, HOUSING)
    assert await ringing(town) == {"R13": {"coordinator"}}
    assert {town.chat("olga"), town.chat("duty")} <= await town.cards(first.id)
    assert [chat for _, chat in await town.says("card_moved")] == [town.chat("ann")]
    assert after.accepted_at is None


async def test_a_danger_that_appears_in_an_accepted_card_rings_and_the_place_is_asked(town: DeskTown) -> None:
    post, first = await opened(town)
    await town.act(first.id, Act.ACCEPT, "ann")
    await standing(town, first.id, "ann")
    after = await edited(town, post, "На Гагарина, 9 провод искрит", main=NINE, **WIRES, **NOW)
    assert (after.danger_grade, after.place, after.department_id, after.holder_id) == (DangerGrade.NOW, first.place, ROADS, None)
    assert after.new_text_at is not None
    assert await ringing(town) == {"R13": {"ann"}}


@pytest.mark.parametrize("accepted", [False, True])
async def test_of_a_danger_nobody_drives_to_the_former_address(town: DeskTown, accepted: bool) -> None:
    post, first = await opened(town, **NOW)
    if accepted:
        await town.act(first.id, Act.ACCEPT, "duty")
    await standing(town, first.id, "ann", "duty", "coordinator")
    after = await edited(town, post, "Провод искрит на Гагарина, 9", main=NINE, **NOW)
    told = [row for row in await town.rows() if row.code == "place_in_new_text"]
    assert {row.chat_id for row in told} == {town.chat(name) for name in ("ann", "duty", "coordinator")}
    assert all(row.sound for row in told)
    text = parse((await shown(town, "place_in_new_text")).html)
    assert "Житель назвал другое место: Редкино, Гагарина, 9" in text
    assert ("На карточке пока прежнее место" in text) is accepted
    assert (after.place == NINE) is not accepted


async def test_softer_words_leave_a_danger_that_is_there_now_with_its_department(town: DeskTown) -> None:
    post, first = await opened(town, **NOW)
    async with town.storage.transaction() as tx:
        await tx.modes.set(ROADS, Mode.COORDINATOR, until=None, since=town.clock.now())
    after = await edited(town, post, "Яма на Гагарина, 7, обходите", main=first.place, danger=True, danger_grade=DangerGrade.RISK)
    assert (after.danger_grade, after.department_id, after.status) == (DangerGrade.NOW, ROADS, Status.ASSIGNED)


async def test_thanks_that_became_a_complaint_are_an_appeal(town: DeskTown) -> None:
    post = await town.write("Спасибо дорожникам, всю ночь чистили, утром доехали спокойно")
    thanks = {"is_appeal": False, "kind": Kind.THANKS, "mood": Mood.GRATEFUL, "praise": Praise.SINCERE, "topic": "other_thanks"}
    first = (await town.take(post, reading(group="other", groups=(("other", 0.99),), **thanks))).incident
    assert first is not None
    assert (first.status, first.reject_reason) == (Status.REJECTED, RejectReason.THANKS)
    after = await edited(town, post, "Спасибо не за что, яма на Гагарина, 9 на месте", main=NINE)
    assert (after.status, after.reject_reason, after.department_id, after.place) == (Status.ASSIGNED, None, ROADS, NINE)
    assert after.answer_by is not None


async def test_on_both_engines_the_card_follows_and_the_offer_is_kept(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for department in konakovo().departments:
            await tx.departments.put(department)
        await tx.rules.put(konakovo().rules)
        for number, department_id in enumerate((HOUSING, ROADS), start=1):
            await tx.officials.enrol(an_official(number, Role.EXECUTOR, department_id))
        ann = await tx.officials.by_user(ChatId(1002))
        source = await tx.sources.add(Network.VK, "-1", "Подслушано Конаково", "s-konakovo")
        post = await put_post(tx, source, 1, START, "Яма")
        first = (await take_in(tx, konakovo().policy, post, reading(), now=START)).incident
    assert first is not None and ann is not None
    for revision, follows in ((2, True), (3, False)):
        async with storage.transaction() as tx:
            if not follows:
                await act(tx, konakovo().policy, first.id, Act.ACCEPT, by=await tx.officials.get(ann.id), now=START)
            await tx.door.receive(source, replace(post.post, text=f"Иначе {revision}"), at=START, history=False)
            read = reading(main=NINE) if follows else reading()
            await take_in(tx, konakovo().policy, await tx.posts.get(post.id), read, now=START)
        async with storage.transaction() as tx:
            after = await tx.incidents.get(first.id)
        assert (after.place, after.new_text_at) == (NINE, None if follows else START)


async def rejected(town: DeskTown, text: str) -> tuple[StoredPost, Incident]:
    """A card that the coordinator called no appeal, an hour ago."""
    post = await town.write(text)
    outcome = await town.take(post, reading(main=place("Редкино", "Гагарина", "7")))
    assert outcome.incident is not None
    await town.act(outcome.incident.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    town.clock.move(minutes=60)
    return post, await town.incident(outcome.incident.id)


async def test_what_was_rejected_and_asks_for_something_now_is_a_fresh_appeal(town: DeskTown) -> None:
    post, before = await rejected(town, "Продаю гараж на Гагарина, 7")
    after = await edited(town, post, "В подъезде на Гагарина, 9 грязь, уберите", main=NINE, **DIRT)
    assert (before.status, after.status, after.reject_reason, after.closed_at) == (Status.REJECTED, Status.ASSIGNED, None, None)
    assert (after.id, after.topic, after.place, after.department_id) == (before.id, "housing_stairwell", NINE, HOUSING)
    assert (after.clock_from, after.holder_id, after.reminded) == (town.clock.now(), None, ())
    assert (await town.acts(before.id))[-1] is Act.REOPEN
    assert town.chat("olga") in await town.cards(before.id)


@pytest.mark.parametrize(
    ("text", "asks"),
    [("Продаю гараж на Гагарина, 7!", True), ("Продаю гараж на Гагарина, 7, торг у капота уместен", False)],
)
async def test_a_rejected_post_that_asks_for_nothing_new_stays_rejected(town: DeskTown, text: str, asks: bool) -> None:
    post, before = await rejected(town, "Продаю гараж на Гагарина, 7")
    kind = {} if asks else {"kind": Kind.AD}
    after = await edited(town, post, text, main=place("Редкино", "Гагарина", "7"), is_appeal=asks, **kind)
    assert (after.status, after.reject_reason) == (before.status, RejectReason.AD)
