"""Thanks: a silent card of the department that is thanked, in no figure, passed on and answered; never for irony."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.delivery.outbox import OutboxKind
from handlers.kit.buttons import CardButton, Menu, Press
from incidents.answers.thanks import A_DAY
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.head.summary_figures import summary_figures
from incidents.incident import Act, Doubt, Incident, RejectReason, Status
from incidents.official import Mode
from incidents.reading import Kind, Mood, Praise, Reading
from incidents.routing.reading_corrections import CorrectionKind
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.promises import published
from tests.kit.screens import card, card_of, card_text, labels, menu, shown
from tests.kit.values.samples import place, reading

WORDS = "Спасибо дорожникам, всю ночь чистили, утром доехали спокойно"


def grateful(**more: Any) -> Reading:  # Any: fields of a Reading
    known: dict[str, Any] = {"is_appeal": False, "kind": Kind.THANKS, "mood": Mood.GRATEFUL, "group": "other", "topic": "other_thanks"}
    known["praise"] = Praise.SINCERE
    return reading(**{**known, "groups": (("other", 0.99),), "main": place("Конаково", "Белавинская"), **more})


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def thanks(town: Phones, text: str = WORDS, **more: Any) -> Incident | None:  # Any: fields of a Post
    desk = town.town
    return (await desk.take(await desk.write(text, **more), grateful())).incident


async def given(town: Phones) -> Incident:
    incident = await thanks(town)
    assert incident is not None
    return incident


async def last(town: Phones, incident: Incident) -> Answer:
    async with town.town.storage.transaction() as tx:
        return (await tx.answers.of(incident.id))[-1]


async def test_thanks_go_silently_to_the_department_that_is_thanked(town: Phones) -> None:
    incident = await given(town)
    assert (incident.status, incident.reject_reason, incident.department_id) == (Status.REJECTED, RejectReason.THANKS, ROADS)
    assert (incident.answer_by, incident.accept_by) == (None, None)
    assert await town.town.cards(incident.id) == {town.user("ann"), town.user("peter")}
    assert not any(row.sound or row.urgent for row in await town.town.rows())
    assert await card_text(town.town, incident, "ann") == (
        f"Вам спасибо · Конаково, Белавинская\n{WORDS}\nДелать ничего не нужно. Передайте бригаде, глава увидит это утром в сводке"
    )
    assert labels(await card_of(town.town, incident, "ann")) == ["Передать бригаде", "Ответить спасибо", "Открыть пост"]
    assert (await card_text(town.town, incident, "coordinator")).startswith("Спасибо: отдел дорожного хозяйства · Конаково")
    assert labels(await card_of(town.town, incident, "coordinator"))[0] == "Всё-таки наше"


async def test_the_same_revision_again_gives_no_second_card(town: Phones) -> None:
    post = await town.town.write(WORDS)
    first, second = (await town.town.take(post, grateful())).incident, (await town.town.take(post, grateful())).incident
    assert first is not None
    assert second is not None
    assert first.id == second.id


async def test_thanks_to_nobody_in_particular_make_no_card(town: Phones) -> None:
    assert await thanks(town, "Спасибо всем, кто откликнулся") is None
    assert await town.town.rows() == []


@pytest.mark.parametrize(
    ("text", "praise"),
    [
        ("Спасибо дорожникам 👏 год ждали", Praise.SINCERE),
        ("Спасибо дорожникам за каток на Белавинской, уже двое в травмпункте", Praise.DOUBTED),
        ("Спасибо дорожникам, но яму так и не заделали", Praise.DOUBTED),
    ],
)
async def test_praise_with_a_reproach_goes_to_the_department_as_doubtful(town: Phones, text: str, praise: Praise) -> None:
    incident = (await town.town.take(await town.town.write(text), grateful(praise=praise, group="roads", topic="roads_snow"))).incident
    assert incident is not None
    assert (incident.status, incident.department_id, incident.doubt) == (Status.ASSIGNED, ROADS, Doubt.PRAISE)
    assert town.user("coordinator") not in await town.town.cards(incident.id)
    assert "Похвала с упрёком? Не ваше? Верните, в счёт не пойдёт" in await card_text(town.town, incident, "ann")
    assert labels(await card_of(town.town, incident, "coordinator"))[2:4] == ["Не обращение", "Всё верно"]


async def test_praise_with_a_reproach_of_a_department_on_a_leash_goes_to_the_coordinator(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.modes.set(ROADS, Mode.COORDINATOR, until=None, since=town.town.clock.now())
    read = grateful(praise=Praise.DOUBTED, group="roads", topic="roads_snow")
    incident = (await town.town.take(await town.town.write("Спасибо дорожникам, но яму так и не заделали"), read)).incident
    assert incident is not None
    assert (incident.status, incident.department_id, incident.doubt) == (Status.NEW, None, Doubt.PRAISE)
    assert await town.town.cards(incident.id) == {town.user("coordinator")}
    words = await card_text(town.town, incident, "coordinator")
    assert words.startswith("Спасибо или жалоба? снег и лёд на дороге · Конаково, Белавинская")
    assert "Хвалят, но слышен упрёк. Жалоба? Передайте в отдел. Правда спасибо? «Не обращение», «Спасибо»" in words
    assert labels(await card_of(town.town, incident, "coordinator"))[1:3] == ["Другому…", "Не обращение"]
    await town.press("coordinator", CardButton(press=Press.PROPOSED, incident=incident.id))
    assert (await town.town.incident(incident.id)).department_id == ROADS


@pytest.mark.parametrize("topics", [{"group": "other", "topic": "other_thanks"}, {"group": "roads", "groups": (("roads", 0.3),)}])
async def test_praise_with_a_reproach_that_is_likely_nobodys_goes_to_the_coordinator(
    town: Phones, topics: dict[str, Any]
) -> None:  # Any: fields
    desk = town.town
    read = grateful(praise=Praise.DOUBTED, **topics)
    incident = (await desk.take(await desk.write("Спасибо за оперативность, всего три недели прошло"), read)).incident
    assert incident is not None
    assert (incident.status, incident.department_id, incident.doubt) == (Status.NEW, None, Doubt.PRAISE)
    assert (await card_text(desk, incident, "coordinator")).startswith("Спасибо или жалоба? ")


async def test_doubted_praise_is_no_thanks_of_the_heads_summary(town: Phones) -> None:
    for praise in Praise:
        chat = grateful(praise=praise, kind=Kind.THANKS, main=place())
        post = await town.town.write("Спасибо всем", parent_external_id="wall-1_0")
        async with town.town.storage.transaction() as tx:
            await tx.readings.save(post, chat, at=town.town.clock.now())
    async with town.town.storage.transaction() as tx:
        span = town.town.clock.now() - timedelta(hours=1), town.town.clock.now() + timedelta(hours=1)
        figures = await summary_figures(tx, town.town.policy.calendar, since=span[0], until=span[1], now=town.town.clock.now())
    assert figures.thanks == 1


async def test_another_districts_thanks_are_nobodys(town: Phones) -> None:
    outcome = await town.town.take(await town.town.write(WORDS), grateful(outside=True))
    assert (outcome.incident, outcome.because) == (None, "не обращение: спасибо")


async def test_thanks_in_a_thread_of_ours_stay_a_reaction(town: Phones) -> None:
    post = await town.town.write()
    incident = (await town.town.take(post)).incident
    assert incident is not None
    comment = await town.town.write(WORDS, external_id="wall-1_1_r9", parent_external_id=post.post.external_id)
    assert (await town.town.take(comment, grateful())).incident is None


async def test_a_department_that_learns_or_where_nobody_reads_gets_no_thanks(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.modes.set(ROADS, Mode.TRIAL, until=None, since=town.town.clock.now())
    made = await thanks(town)
    assert made is None or made.department_id != ROADS


async def test_a_department_gets_a_few_a_day_the_others_are_counted_only(town: Phones) -> None:
    for _ in range(A_DAY):
        assert await thanks(town) is not None
    assert await thanks(town) is None
    town.town.clock.move(days=1)
    assert await thanks(town) is not None


async def test_thanks_are_in_no_figure_of_appeals_and_are_counted_as_thanks(town: Phones) -> None:
    incident = await given(town)
    since, until = town.town.clock.now() - timedelta(hours=1), town.town.clock.now() + timedelta(hours=1)
    async with town.town.storage.transaction() as tx:
        assert [each.kind for each in await tx.dropped_posts.between(since, until)] == [Kind.THANKS]
        assert await tx.incidents.unfinished() == []
    later = await town.town.open()  # an appeal at the same place joins nothing and repeats nothing
    assert later.id != incident.id
    assert "раз за 30 дней" not in await card_text(town.town, later, "ann")


async def test_passing_on_tells_the_people_and_the_group_once(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.departments.set_chat(ROADS, GROUP)
    incident = await given(town)
    await town.town.sweep_outbox()
    toast = await town.press("ann", card(incident, Press.TO_CREW))
    assert toast == "Передали. Текст пришлём отдельно, его можно переслать бригаде"
    assert {chat for _, chat in await town.town.says("thanks_words")} == {*map(town.user, ("ann", "peter", "chief")), GROUP}
    assert not [row for row in await town.town.rows() if row.kind is OutboxKind.SAY and row.sound]
    words = await shown(town.town, "thanks_words")
    assert words.html == f"<b>Спасибо вам:</b> Конаково, Белавинская\n«{WORDS}»"
    assert words.rows == ()
    assert "Передали бригаде в 9:14: отдел дорожного хозяйства" in await card_text(town.town, incident, "peter")
    assert "Передать бригаде" not in labels(await card_of(town.town, incident, "peter"))
    await town.town.sweep_outbox()
    assert str(await town.press("peter", card(incident, Press.TO_CREW))).startswith("Уже передали")
    assert await town.town.says() == []


async def test_an_answer_of_thanks_is_shown_goes_out_and_is_said_once(town: Phones) -> None:
    incident = await given(town)
    await town.press("ann", card(incident, Press.THANK))
    said = await last(town, incident)
    assert (said.kind, said.state) == (AnswerKind.AFTER, AnswerState.DRAFT)
    assert said.text == "Спасибо, что написали. Передали бригаде, им это важно. Отдел дорожного хозяйства."
    await town.town.send(said.id, "ann")
    await published(town, await last(town, incident))
    after = await town.town.incident(incident.id)
    assert (after.status, after.answered_at) == (Status.REJECTED, None)
    assert "Написали жителю в 9:14" in await card_text(town.town, incident, "ann")
    assert labels(await card_of(town.town, incident, "ann")) == ["Передать бригаде", "Открыть ответ"]
    assert await town.press("ann", card(incident, Press.THANK)) == "На это спасибо уже ответили"


@pytest.mark.parametrize("name", ["olga", "observer", "duty"])
async def test_others_neither_pass_on_nor_answer(town: Phones, name: str) -> None:
    incident = await given(town)
    for press in (Press.TO_CREW, Press.THANK):
        assert await town.press(name, card(incident, press))
    assert await town.town.acts(incident.id) == [Act.TAKE_IN]


async def test_buttons_of_thanks_do_nothing_on_another_card(town: Phones) -> None:
    incident = await town.town.open()
    assert "не благодарность" in str(await town.press("ann", card(incident, Press.TO_CREW)))
    assert "не благодарность" in str(await town.press("ann", card(incident, Press.THANK)))
    assert (await town.town.incident(incident.id)).version == incident.version


async def test_what_the_coordinator_calls_thanks_becomes_such_a_card(town: Phones) -> None:
    incident = await town.town.open("Спасибо за посыпанную дорогу")
    await town.press("coordinator", menu(incident, Menu.REJECT, RejectReason.THANKS), message_id=60)
    assert (await card_text(town.town, incident, "ann")).startswith("Вам спасибо")


async def test_what_is_an_appeal_after_all_comes_back_and_teaches_the_reader(town: Phones) -> None:
    incident = await given(town)
    await town.press("coordinator", card(incident, Press.REOPEN))
    after = await town.town.incident(incident.id)
    assert (after.status, after.reject_reason) == (Status.NEW, None)
    assert after.answer_by is not None
    async with town.town.storage.transaction() as tx:
        assert [(c.kind, c.before, c.after) for c in await tx.corrections.all()] == [(CorrectionKind.NOT_APPEAL, RejectReason.THANKS, "")]


async def test_housing_is_thanked_by_its_own_people(town: Phones) -> None:
    incident = await thanks(town, "Низкий поклон сантехникам, ночью приехали и всё сделали. Спасибо")
    assert incident is not None
    assert incident.department_id == HOUSING
