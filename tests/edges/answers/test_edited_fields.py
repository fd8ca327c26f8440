"""An official edits the message with what a template lacked: the draft is made anew from it, as with a typed answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.config.seed import seed
from handlers.answers.buttons import FactDay
from handlers.kit.buttons import Menu, MenuButton
from incidents.answers.facts import FactKind
from incidents.answers.templates import Template
from incidents.answers.values import Answer, AnswerState
from incidents.desk.answers import publish_answer
from incidents.incident import Incident
from incidents.publisher import Published
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.previews import sends
from tests.kit.said import said
from tests.kit.values.samples import place

LIFT: dict[str, Any] = {"topic": "housing_stairwell", "group": "housing", "main": place("Конаково", "Белавинская")}
TYPED, EDITED = "Заменили плату, лифт ходит", "Заменили двигатель, лифт ходит"
TWO = Template(id=0, title="Два вопроса", text="{привет} {что_сделали}. Причина: {причина}. До {дата} проверим ещё раз.")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await seed(town.town.storage, konakovo())
        yield town


async def by_fact(town: Phones) -> tuple[Incident, Answer]:
    """«Сделано», «Сегодня», and the words that the bot asked for."""
    incident = await town.town.open("Лифт стоит с пятницы", **LIFT)
    await town.press("olga", MenuButton(menu=Menu.FACT_DAY, incident=incident.id, choice=f"{FactKind.DONE}~{FactDay.TODAY}"))
    await town.type("olga", TYPED, message_id=700)
    await town.town.sweep_outbox()
    return incident, await current(town, incident)


async def by_template(town: Phones) -> tuple[Incident, Answer]:
    async with town.town.storage.transaction() as tx:
        template = await tx.templates.add(TWO)
    incident = await town.town.open("Лифт стоит с пятницы", **LIFT)
    choice = f"{template.id}~{FactDay.FRIDAY}"
    await town.press("olga", MenuButton(menu=Menu.TEMPLATE_DAY, incident=incident.id, choice=choice))
    await town.type("olga", f"{TYPED}\nСгорела плата", message_id=700)
    await town.town.sweep_outbox()
    return incident, await current(town, incident)


async def current(town: Phones, incident: Incident) -> Answer:
    async with town.town.storage.transaction() as tx:
        return (await tx.answers.of(incident.id))[-1]


async def edit(town: Phones, text: str) -> list[tuple[str, str]]:
    message = town.message("olga", text, town.user("olga"), message_id=700, edit_date=1_700_000_100)
    await town.update(edited_message=message)
    return await said(town.town)


async def test_the_edited_words_make_the_draft_anew_and_the_former_preview_dies(town: Phones) -> None:
    incident, draft = await by_fact(town)
    assert TYPED in draft.text
    old = await sends(town.town, draft.id)
    ((code, text),) = await edit(town, EDITED)
    after = await current(town, incident)
    assert (code, after.id, after.state) == ("answer", draft.id, AnswerState.DRAFT)
    assert after.text == draft.text.replace(TYPED, EDITED) and after.text in text
    assert "прежний текст" in str(await town.press("olga", old))
    async with town.town.storage.transaction() as tx:
        assert len(await tx.facts.of(incident.id)) == 1
    await town.town.sweep_outbox()
    assert await edit(town, EDITED) == []  # nothing is said twice


async def test_several_fields_and_the_day_of_a_template_are_read_again(town: Phones) -> None:
    incident, draft = await by_template(town)
    assert "До 27 ноября проверим" in draft.text and "сгорела плата" in draft.text
    await edit(town, f"{TYPED}\nСгорел двигатель")
    after = await current(town, incident)
    assert after.text == draft.text.replace("сгорела плата", "сгорел двигатель")


@pytest.mark.parametrize("text", [TYPED, "-\nСгорел двигатель"])
async def test_an_edit_that_answers_not_all_is_refused_and_keeps_the_draft(town: Phones, text: str) -> None:
    incident, draft = await by_template(town)
    ((code, why),) = await edit(town, text)
    assert code == "refusal" and ("Вопросов 2" in why or "ответ пустой" in why)
    assert (await current(town, incident)).text == draft.text


async def test_an_edit_within_the_60_seconds_stops_the_sending_and_shows_the_new_preview(town: Phones) -> None:
    incident, draft = await by_fact(town)
    await town.press("olga", await sends(town.town, draft.id), message_id=93)
    await town.town.sweep_outbox()
    messages = await edit(town, EDITED)
    after = await current(town, incident)
    assert [code for code, _ in messages] == ["answer_stopped_by_edit", "answer"]
    assert messages[0][1].startswith("Отправку остановили, вы изменили текст") and EDITED in messages[1][1]
    assert (after.state, after.publish_at) == (AnswerState.DRAFT, None) and EDITED in after.text


async def test_an_edit_that_answers_nothing_stops_the_sending_all_the_same(town: Phones) -> None:
    incident, draft = await by_fact(town)
    await town.press("olga", await sends(town.town, draft.id), message_id=93)
    await town.town.sweep_outbox()
    messages = await edit(town, "-")
    assert messages[0][1].startswith("Отправку остановили, новый текст не подходит") and "ответ пустой" in messages[0][1]
    after = await current(town, incident)
    assert (after.state, after.text) == (AnswerState.DRAFT, draft.text)


@pytest.mark.parametrize("is_out", [False, True])
@pytest.mark.parametrize("text", [EDITED, "-"])
async def test_an_edit_after_the_60_seconds_changes_nothing_and_says_what_to_do(town: Phones, is_out: bool, text: str) -> None:
    incident, draft = await by_fact(town)
    await town.press("olga", await sends(town.town, draft.id))
    async with town.town.storage.transaction() as tx:
        moved = await publish_answer.start_publishing(tx, await tx.answers.get(draft.id), now=town.town.clock.now())
        if is_out:
            comment = Published(external_id="wall-1_1_r5", url="https://vk.com/wall-1_1?reply=5")
            await publish_answer.mark_published(tx, town.town.policy, moved, comment, now=town.town.clock.now(), proved=True)
    await town.town.sweep_outbox()
    ((code, why),) = await edit(town, text)
    assert code == "refusal" and "«Поправка» на карточке" in why
    assert (await current(town, incident)).text == draft.text


async def test_a_text_typed_whole_afterwards_is_no_field_any_more(town: Phones) -> None:
    incident, draft = await by_fact(town)
    await town.type("olga", "Здравствуйте! Лифт ходит с утра.", message_id=701)
    await town.town.sweep_outbox()
    assert await edit(town, EDITED) == []
    message = town.message("olga", "Здравствуйте! Лифт ходит с обеда.", town.user("olga"), message_id=701)
    await town.update(edited_message=message)
    after = await current(town, incident)
    assert (after.id, after.text) == (draft.id, "Здравствуйте! Лифт ходит с обеда.")
