"""Mass events at the desk: a burst makes one card and one alert, later messages join it, one of them is parted."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.renderer import Renderer
from handlers.acts.buttons import SimilarButton, SimilarDo
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.desk.acts.merge_all import merge_all
from incidents.desk.acts.undo import undo
from incidents.desk.intake import mass as desk
from incidents.desk.outcome import Outcome
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged, WrongStep
from incidents.ids import IncidentId, PostId
from incidents.incident import Act, Incident, Status
from incidents.reading import DangerGrade, Kind, Mood
from tests.kit.desk_town import HOUSING, DeskTown, desk_town, konakovo
from tests.kit.phones import phones
from tests.kit.promises import later, published
from tests.kit.screens import card_text, shown
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place, reading

WATER: dict[str, Any] = {"group": "housing", "topic": "housing_no_cold_water", "groups": (("housing", 0.9),)}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def write(town: DeskTown, street: str, text: str = "", **read: Any) -> Outcome:  # Any: fields of a Reading
    """A resident of a street in Редкино writes; the intake takes it in and looks for a burst."""
    number = next(town.numbers)
    post = await town.write(text or f"на {street} сухо, подъезд {number}", author_id=f"a{number}")
    made = reading(**{**WATER, "main": place("Редкино", street, "5"), **read})
    outcome = await town.take(post, made)
    async with town.storage.transaction() as tx:
        await desk.watch(tx, town.policy, outcome, now=town.clock.now())
    return outcome


STREETS = ("Гагарина", "Диева", "Химиков", "Фадеева", "Калинина")


async def burst(town: DeskTown) -> Incident:
    """Five streets without water: one card stands for all."""
    opened = [await write(town, street) for street in STREETS]
    first = opened[0].incident
    assert first is not None
    return await town.incident(first.id)


async def voices(town: DeskTown, id: IncidentId) -> list[PostId]:
    async with town.storage.transaction() as tx:
        return [voice.post_id for voice in await tx.voices.of(id)]


async def test_five_incidents_of_an_hour_become_one_and_one_alert_tells_of_it(town: DeskTown) -> None:
    head = await burst(town)
    assert len(await voices(town, head.id)) == 5
    assert (head.place.settlement, head.place.street, head.place_id) == ("Редкино", None, "s-Редкино")
    async with town.storage.transaction() as tx:
        others = [each for each in await tx.incidents.between(at(0), at(23)) if each.id != head.id]
        mass = await tx.masses.of(head.id)
    assert {(each.status, each.merged_into) for each in others} == {(Status.CLOSED, head.id)}
    assert mass is not None
    assert (mass.said, mass.usual, mass.family) == (5, 0.0, "water")
    assert await town.says("H2") == [("H2", town.chat("coordinator")), ("H2", town.chat("head"))]
    assert (await town.acts(head.id))[-1] is Act.ESCALATE


async def test_later_messages_of_the_trouble_join_by_themselves_and_nobody_is_alerted_again(town: DeskTown) -> None:
    head = await burst(town)
    town.clock.move(hours=3)
    outcome = await write(town, "Садовая", topic="housing_no_hot_water")
    assert outcome.incident is not None
    assert (outcome.incident.id, outcome.matched_because) == (head.id, "массовое: одна беда на всех")
    assert len(await town.says("H2")) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"main": place("Конаково", "Садовая")},
        {"topic": "housing_roof_leak"},
        {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "прорвало"},
    ],
)
async def test_another_place_another_trouble_and_a_danger_go_their_own_way(town: DeskTown, other: dict[str, Any]) -> None:
    head = await burst(town)
    outcome = await write(town, "Садовая", **other)
    assert outcome.incident is not None
    assert outcome.incident.id != head.id


async def test_a_day_later_it_is_a_new_matter(town: DeskTown) -> None:
    head = await burst(town)
    town.clock.move(hours=25)
    outcome = await write(town, "Садовая", topic="housing_no_hot_water")
    assert outcome.incident is not None
    assert outcome.incident.id != head.id


async def test_a_danger_and_what_was_answered_are_never_swallowed(town: DeskTown) -> None:
    danger = (await write(town, "Лесная", danger=True, danger_grade=DangerGrade.NOW, danger_words="прорвало")).incident
    assert danger is not None
    for street in STREETS:
        await write(town, street)
    after = await town.incident(danger.id)
    async with town.storage.transaction() as tx:
        mass = await tx.masses.of(danger.id)
    assert after.merged_into is None or mass is not None
    assert after.danger_grade is DangerGrade.NOW


async def test_an_alert_of_the_evening_waits_for_the_morning(town: DeskTown) -> None:
    town.clock.moment = at(21)
    await burst(town)
    waits = [row.not_before for row in await town.rows() if row.code == "H2"]
    assert waits == [at(9, day=25) + timedelta(seconds=1)] * 2


async def test_four_are_no_burst_and_a_nameless_place_is_none(town: DeskTown) -> None:
    for street in STREETS[:4]:
        await write(town, street)
    for _ in range(6):
        await write(town, "нигде", main=place())
    assert await town.says("H2") == []


async def cause(town: DeskTown, id: IncidentId, text: str, by: str = "coordinator") -> None:
    async with town.storage.transaction() as tx:
        await desk.set_cause(tx, id, text, by=town.who(by), now=town.clock.now())


async def test_the_cause_is_an_officials_own_and_is_told_to_the_others(town: DeskTown) -> None:
    head = await burst(town)
    await cause(town, head.id, "порыв на ул. Гагарина")
    assert await town.says("mass_cause") == [("mass_cause", town.chat("head"))]
    async with town.storage.transaction() as tx:
        known = await tx.masses.of(head.id)
    assert known is not None
    assert (known.cause, known.cause_by) == ("порыв на ул. Гагарина", town.who("coordinator").id)
    with pytest.raises(Unchanged):
        await cause(town, head.id, "порыв на  ул. Гагарина")
    with pytest.raises(DomainError, match="одним предложением"):
        await cause(town, head.id, "а" * 301)
    with pytest.raises(Forbidden):
        await cause(town, head.id, "не знаю", by="observer")
    with pytest.raises(WrongStep):
        await cause(town, (await town.open()).id, "порыв")


async def detach(town: DeskTown, id: IncidentId, post: PostId, by: str = "coordinator") -> Incident:
    async with town.storage.transaction() as tx:
        return await desk.detach(tx, town.policy, id, post, by=town.who(by), now=town.clock.now())


async def test_a_mass_event_is_titled_by_what_most_say_and_follows_them_while_no_person_has_said_otherwise(town: DeskTown) -> None:
    first = (await write(town, "Лесная", topic="housing_pipe_burst")).incident
    assert first is not None
    for street in STREETS[:4]:
        await write(town, street)
    head = await town.incident(first.id)
    assert (head.topic, await voices(town, head.id)) == ("housing_no_cold_water", [*await voices(town, head.id)])
    for n in range(4):
        await write(town, "Садовая", topic="housing_water_quality", text=f"ржавая вода, кран {n}")
    assert (await town.incident(head.id)).topic == "housing_no_cold_water"
    await write(town, "Мира", topic="housing_water_quality")  # of ten messages five say so, and the fifth of four others
    assert (await town.incident(head.id)).topic == "housing_water_quality"
    await town.act(head.id, Act.CORRECT_TOPIC, "coordinator", topic="housing_pipe_burst")
    for n in range(10):
        await write(town, "Новая", text=f"из крана рыжая, квартал {n}", topic="housing_water_quality")
    assert (await town.incident(head.id)).topic == "housing_pipe_burst"


async def offered(town: DeskTown, id: IncidentId | None) -> list[IncidentId]:
    async with town.storage.transaction() as tx:
        return [] if id is None else sorted(pair.other_id for pair in await tx.similar_pairs.of(id))


def card_id(outcome: Outcome) -> IncidentId:
    assert outcome.incident is not None and outcome.is_new
    return outcome.incident.id


async def test_below_the_line_a_new_card_is_offered_the_others_of_its_settlement(town: DeskTown) -> None:
    first, second, third = [card_id(await write(town, street)) for street in STREETS[:3]]
    assert [await offered(town, id) for id in (first, second, third)] == [[], [first], [first, second]]
    town.clock.move(hours=4)
    assert await offered(town, card_id(await write(town, "Мира"))) == []


@pytest.mark.parametrize(
    "other",
    [
        {"main": place("Конаково", "Садовая")},
        {"topic": "energy_outage", "group": "energy"},
        {"topic": "roads_potholes", "group": "roads"},
        {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "прорвало"},
        {"main": place()},
    ],
)
async def test_another_settlement_trouble_or_danger_is_offered_nothing(town: DeskTown, other: dict[str, Any]) -> None:
    await write(town, "Гагарина")
    assert await offered(town, card_id(await write(town, "Садовая", **other))) == []


async def test_pits_of_one_town_are_each_a_trouble_of_its_own(town: DeskTown) -> None:
    cards = [card_id(await write(town, street, group="roads", topic="roads_potholes")) for street in STREETS]
    assert [await offered(town, id) for id in cards] == [[]] * len(STREETS)


async def test_what_is_usual_there_is_no_crowd(town: DeskTown) -> None:
    for n in range(160):
        await write(town, STREETS[n % 5], text=f"нет воды, дом {n}", main=place("Редкино", STREETS[n % 5], str(n)))
        town.clock.move(hours=2)
    town.clock.move(hours=2)
    await write(town, "Лесная")
    assert await offered(town, card_id(await write(town, "Мира"))) == []


async def test_one_tap_joins_all_and_one_undo_parts_them(sqlite_url: str) -> None:
    async with phones(sqlite_url) as phone:
        town = phone.town
        first, second, third = [card_id(await write(town, street)) for street in STREETS[:3]]
        before = [await town.incident(id) for id in (first, second, third)]
        async with town.storage.transaction() as tx:
            shown = await Renderer(konakovo()).card(tx, third, phone.user("coordinator"), now=town.clock.now())
        parse(shown.html)
        assert f"Похоже на № {before[0].number}, № {before[1].number}: вода, Редкино" in shown.html
        labels = [[button.label for button in row] for row in shown.rows]
        assert ["Объединить все 3", "Не то"] in labels
        pressed = SimilarButton(do=SimilarDo.ALL, incident=third, other=first)
        toast = await phone.press("coordinator", pressed)
        assert toast == f"Объединили все 3 в № {before[0].number}. Передумали? «Вернуть» работает 10 минут"
        assert len(await voices(town, first)) == 3
        assert {(await town.incident(id)).merged_into for id in (second, third)} == {first}
        async with town.storage.transaction() as tx:
            await undo(tx, town.policy, third, by=town.who("coordinator"), now=town.clock.now())
        after = [await town.incident(id) for id in (first, second, third)]
        assert [(each.status, each.merged_into, each.place, each.answer_by) for each in after] == [
            (each.status, None, each.place, each.answer_by) for each in before
        ]
        assert [len(await voices(town, id)) for id in (first, second, third)] == [1, 1, 1]
        numbers = f"№ {before[0].number}, № {before[1].number}"
        none = SimilarButton(do=SimilarDo.NONE, incident=third, other=first)
        assert await phone.press("coordinator", none) == f"Запомнили: это не {numbers}"
        assert [await phone.press("coordinator", each) for each in (none, pressed)] == ["Так уже и есть"] * 2
        assert (await town.incident(third)).merged_into is None


async def test_what_one_undo_has_parted_already_does_not_stop_the_other(town: DeskTown) -> None:
    first, second, third = [card_id(await write(town, street)) for street in STREETS[:3]]
    async with town.storage.transaction() as tx:
        await merge_all(tx, town.policy, third, by=town.who("coordinator"), now=town.clock.now())
    for id in (second, third):
        async with town.storage.transaction() as tx:
            await undo(tx, town.policy, id, by=town.who("coordinator"), now=town.clock.now())
    assert [len(await voices(town, id)) for id in (first, second, third)] == [1, 1, 1]


async def test_the_fifth_voice_makes_one_event_of_what_was_joined_by_hand_and_what_was_not(town: DeskTown) -> None:
    first, _, third = [card_id(await write(town, street)) for street in STREETS[:3]]
    async with town.storage.transaction() as tx:
        await merge_all(tx, town.policy, third, by=town.who("coordinator"), now=town.clock.now())
    for street in STREETS[3:]:
        await write(town, street)
    assert len(await voices(town, first)) == 5
    assert (await town.incident(first)).place.street is None


async def test_a_parted_message_has_a_card_of_its_own_and_joins_no_mass_again(town: DeskTown) -> None:
    head = await burst(town)
    last = (await voices(town, head.id))[-1]
    alone = await detach(town, head.id, last)
    assert (await voices(town, alone.id), len(await voices(town, head.id))) == ([last], 4)
    assert (alone.status, alone.department_id, alone.place.street) == (Status.ASSIGNED, HOUSING, "Калинина")
    assert town.chat("olga") in await town.cards(alone.id)
    await write(town, "Садовая")
    assert await voices(town, alone.id) == [last]
    with pytest.raises(NotFound):
        await detach(town, head.id, last)
    with pytest.raises(WrongStep, match="одно сообщение"):
        await detach(town, alone.id, last)
    with pytest.raises(Forbidden):
        await detach(town, head.id, (await voices(town, head.id))[0], by="olga")


async def test_thanks_under_a_post_of_the_mass_reach_its_department_and_the_morning_of_its_promise(sqlite_url: str) -> None:
    async with phones(sqlite_url) as phone:
        town = phone.town
        head = await burst(town)
        await town.act(head.id, Act.ACCEPT, "olga")
        words = "Здравствуйте! До 25 ноября починим насос. Отвечает отдел ЖКХ."
        await published(phone, await town.sent(head.id, "olga", words))
        last = (await voices(town, head.id))[-1]
        async with town.storage.transaction() as tx:
            above = (await tx.posts.get(last)).post.external_id
        thanks = await town.write("Спасибо, воду дали, напор хороший", author_id="88", parent_external_id=above)
        glad = reading(is_appeal=False, kind=Kind.THANKS, mood=Mood.NEUTRAL, resolved=True, main=place("Редкино"))
        told = (await town.take(thanks, glad)).incident
        assert told is not None and told.id == head.id
        said = "Житель пишет: решено, «Спасибо, воду дали, напор хороший»"
        assert said in await card_text(town, head, "olga")
        await later(phone, hours=24)
        assert await town.says("promise_today") == [("promise_today", town.chat("olga"))]
        assert said in (await shown(town, "promise_today")).html


async def test_presses_and_words_go_through_the_real_handlers(sqlite_url: str) -> None:
    async with phones(sqlite_url) as phone:
        town = phone.town
        head = await burst(town)
        posts = await voices(town, head.id)
        await phone.press("coordinator", CardButton(press=Press.CAUSE, incident=head.id))
        await phone.type("coordinator", "порыв на ул. Гагарина")
        await phone.press("coordinator", CardButton(press=Press.DETACH, incident=head.id))
        for row in await town.rows():
            if row.code is not None and row.code not in {"delete"}:
                async with town.storage.transaction() as tx:
                    parse((await Renderer(konakovo()).say(tx, row, now=town.clock.now())).html)
        codes = [code for code, _ in await town.says()]
        assert codes == ["H2", "H2", "ask_mass_cause", "mass_cause", "mass_cause_kept", "menu_detach"]
        chosen = MenuButton(menu=Menu.DETACH, incident=head.id, choice=str(posts[-1]))
        assert (await phone.press("coordinator", chosen) or "").startswith("Отделили, своя карточка: № ")
        assert await phone.press("olga", CardButton(press=Press.DETACH, incident=head.id)) is not None
        await phone.press("coordinator", MenuButton(menu=Menu.DETACH, incident=head.id, choice="все"))
        assert len(await voices(town, head.id)) == 4
