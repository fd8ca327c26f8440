"""Facts in a few taps and templates: the draft is written, the dialogue goes on in private, nothing is typed."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.config.seed import seed
from bot.renderer import Renderer
from handlers.answers.buttons import AnswerButton, AnswerDo, FactDay
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.answers.facts import FactKind
from incidents.answers.templates import Template
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.desk.answers import publish_answer
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.publisher import Published
from tests.kit.desk_town import konakovo
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.previews import day_of, sends, under
from tests.kit.tdlib import parse
from tests.kit.values.samples import place

WHERE = "Конаково, Белавинская"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await seed(town.town.storage, konakovo())
        await seed(town.town.storage, konakovo())
        yield town


async def opened(town: Phones, topic: str = "roads_drainage") -> Incident:
    return await town.town.open(topic=topic, group="roads", main=place("Конаково", "Белавинская"))


async def pick(town: Phones, incident: Incident, menu: Menu, choice: str, by: str = "ann", **where: object) -> str | None:
    return await town.press(by, MenuButton(menu=menu, incident=incident.id, choice=choice), **where)  # type: ignore[arg-type]  # a chat


async def answers(town: Phones, incident: Incident) -> list[Answer]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.answers.of(incident.id))


async def said(town: Phones) -> tuple[str | None, dict[str, object]]:
    row = (await town.town.rows())[-1]
    return row.code, dict(row.params)


async def test_the_first_start_fills_the_templates_once(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        kept = await tx.templates.all()
    assert len(kept) == len(konakovo().templates) > 30
    assert [one.text for one in kept] == [one.text for one in konakovo().templates]


@pytest.mark.parametrize(
    ("kind", "day", "text", "as_kind"),
    [
        (
            FactKind.BY_DATE,
            FactDay.TOMORROW,
            f"Здравствуйте! {WHERE}: приняли. 25 ноября отдел дорожного хозяйства откачает воду и прочистит водоотвод. "
            "Закончим и покажем фото здесь же. Если 25 ноября на месте никого не будет, напишите в этой ветке, ответим за срок.",
            AnswerKind.FINAL,
        ),
        (
            FactKind.DONE,
            FactDay.YESTERDAY,
            f"Здравствуйте! {WHERE}: сделали 23 ноября. Воду откачали, водоотвод прочистили. "
            "За участок отвечает отдел дорожного хозяйства. Если через несколько дней станет как было, напишите здесь, вернёмся.",
            AnswerKind.FINAL,
        ),
        (
            FactKind.CHECK,
            FactDay.FRIDAY,
            f"Здравствуйте! {WHERE}: приняли. До 27 ноября отдел дорожного хозяйства проверит на месте и напишет здесь, "
            "что нашли и когда исправят.",
            AnswerKind.INTERIM,
        ),
        (
            FactKind.CANNOT,
            FactDay.TODAY,
            "Здравствуйте! Скажем прямо: сделать это сейчас не можем. Когда и как получится, решим до 24 ноября и напишем здесь, "
            "каким бы решение ни было. Вопрос ведёт отдел дорожного хозяйства.",
            AnswerKind.FINAL,
        ),
    ],
)
async def test_a_fact_and_a_day_make_the_draft(town: Phones, kind: FactKind, day: FactDay, text: str, as_kind: AnswerKind) -> None:
    incident = await opened(town)
    await town.press("ann", CardButton(press=Press.FACTS, incident=incident.id))
    assert (await said(town))[0] == "menu_fact"
    await pick(town, incident, Menu.FACT, kind)
    code, params = await said(town)
    assert (code, params["fact"], params["edit"]) == ("menu_fday", kind, 50)
    await pick(town, incident, Menu.FACT_DAY, f"{kind}~{day}")
    (draft,) = await answers(town, incident)
    assert (draft.text, draft.kind, draft.state) == (text, as_kind, AnswerState.DRAFT)
    assert await said(town) == ("answer_photo", {"answer": draft.id, "edit": 50})
    await town.press("ann", AnswerButton(do=AnswerDo.NO_PHOTO, answer=draft.id))
    assert await said(town) == ("answer", {"answer": draft.id, "edit": 50})
    async with town.town.storage.transaction() as tx:
        (fact,) = await tx.facts.of(incident.id)
        event = (await tx.log.of(incident.id))[-1]
    assert (fact.kind, fact.by) == (kind, town.town.who("ann").id)
    assert (event.act, event.data["fact"], event.data["kind"]) == (Act.FACTS, fact.id, kind)
    assert (await town.town.incident(incident.id)).holder_id == town.town.who("ann").id


async def test_after_the_draft_of_a_fact_a_typed_text_replaces_it_and_its_kind_stays(town: Phones) -> None:
    incident = await opened(town)
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.CHECK}~{FactDay.TODAY}")
    await town.type("ann", "Здравствуйте! Проверим сами.")
    (draft,) = await answers(town, incident)
    assert (draft.text, draft.kind) == ("Здравствуйте! Проверим сами.", AnswerKind.INTERIM)


async def test_a_second_thought_about_the_fact_throws_the_first_draft_away(town: Phones) -> None:
    incident = await opened(town)
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.CHECK}~{FactDay.TODAY}")
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}")
    assert [one.state for one in await answers(town, incident)] == [AnswerState.CANCELLED, AnswerState.DRAFT]


async def test_a_day_in_words_is_understood_and_a_bad_one_is_asked_again(town: Phones) -> None:
    incident = await opened(town)
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.BY_DATE}~{FactDay.TYPED}")
    assert (await said(town))[0] in {"ask_fact_day", "delete"}
    for words in ("когда-нибудь", "20 ноября"):
        await town.type("ann", words)
        assert (await said(town))[0] == "refusal"
    assert await answers(town, incident) == []
    await town.type("ann", "к 30 ноября")
    (draft,) = await answers(town, incident)
    assert "30 ноября отдел дорожного хозяйства откачает" in draft.text
    async with town.town.storage.transaction() as tx:
        assert (await tx.facts.of(incident.id))[0].day == date(2026, 11, 30)


async def test_facts_begun_in_a_group_end_in_private(town: Phones) -> None:
    incident = await opened(town)
    toast = await pick(town, incident, Menu.FACT_DAY, f"{FactKind.BY_DATE}~{FactDay.TODAY}", chat=GROUP)
    assert toast == "Продолжим в личном чате с ботом"
    said_to = [(row.code, row.chat_id) for row in await town.town.rows() if row.code in {"answer_photo", "delete"}]
    assert said_to == [("answer_photo", town.user("ann")), ("delete", GROUP)]


@pytest.mark.parametrize("menu", [Menu.FACT, Menu.FACT_DAY, Menu.TEMPLATE, Menu.TEMPLATE_DAY])
@pytest.mark.parametrize("choice", ["чушь", "done~", "done~31", "1~вчера", "чушь~today", "99999~today", "~"])
async def test_a_forged_choice_is_answered_and_writes_nothing(town: Phones, menu: Menu, choice: str) -> None:
    incident = await opened(town)
    assert await pick(town, incident, menu, choice) is not None
    assert await answers(town, incident) == []
    assert Act.FACTS not in await town.town.acts(incident.id)


async def test_strangers_to_the_card_and_closed_cards_get_no_facts(town: Phones) -> None:
    incident = await opened(town)
    assert "другого отдела" in str(await town.press("olga", CardButton(press=Press.FACTS, incident=incident.id)))
    assert await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}", by="olga") is not None
    await town.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert await town.press("ann", CardButton(press=Press.FACTS, incident=incident.id)) is not None
    assert await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}") is not None
    assert await answers(town, incident) == []


async def by_title(town: Phones, title: str) -> int:
    async with town.town.storage.transaction() as tx:
        return next(one.id for one in await tx.templates.all() if one.title == title)


async def test_a_template_asks_for_its_day_and_for_what_only_the_official_knows(town: Phones) -> None:
    incident = await opened(town)
    await town.press("ann", CardButton(press=Press.INTERIM, incident=incident.id))
    await pick(town, incident, Menu.TEMPLATE, "+0")
    assert (await said(town))[0] == "menu_tmpl"
    id = await by_title(town, "Промежуточный")
    await pick(town, incident, Menu.TEMPLATE, str(id))
    assert (await said(town))[0] == "menu_tday"
    await pick(town, incident, Menu.TEMPLATE_DAY, f"{id}~{FactDay.FRIDAY}")
    assert await answers(town, incident) == []
    await town.type("ann", "бригада откачивает воду.")
    (draft,) = await answers(town, incident)
    assert draft.text == (
        f"Здравствуйте! {WHERE}: вашим вопросом занимается отдел дорожного хозяйства. Сейчас: бригада откачивает воду. "
        "Точный ответ напишем здесь до 27 ноября. Узнаем раньше, напишем раньше."
    )
    assert draft.kind is AnswerKind.INTERIM


async def test_a_template_without_a_date_is_a_draft_at_once_and_words_name_a_day_too(town: Phones) -> None:
    incident = await opened(town)
    await pick(town, incident, Menu.TEMPLATE, str(await by_title(town, "Спасибо")))
    assert (await answers(town, incident))[-1].text == ("Спасибо, что написали. Передали бригаде, им это важно. Отдел дорожного хозяйства.")
    id = await by_title(town, "Грубо, но по делу")
    await pick(town, incident, Menu.TEMPLATE_DAY, f"{id}~{FactDay.TYPED}")
    await town.type("ann", "в пятницу")
    assert (
        "откачаем воду и прочистим водоотвод до 27 ноября, отвечает отдел дорожного хозяйства" in (await answers(town, incident))[-1].text
    )


async def test_a_template_that_nothing_fills_says_so(town: Phones) -> None:
    incident = await opened(town)
    async with town.town.storage.transaction() as tx:
        made = await tx.templates.add(Template(id=0, title="Пустой", text="{привет} Снимок: {фото}."))
    assert "ничего не может заполнить" in str(await pick(town, incident, Menu.TEMPLATE, str(made.id)))
    assert await answers(town, incident) == []


async def test_a_day_is_added_to_a_draft_that_has_none_by_a_press_and_in_words(town: Phones) -> None:
    incident = await opened(town)
    await town.press("ann", CardButton(press=Press.ANSWER, incident=incident.id))
    await town.type("ann", "Здравствуйте! Откачаем воду.")
    (draft,) = await answers(town, incident)
    await town.press("ann", await under(town.town, draft.id, AnswerDo.DATE), message_id=80)
    assert await said(town) == ("answer_days", {"answer": draft.id, "edit": 80})
    await town.press("ann", AnswerButton(do=AnswerDo.BACK, answer=draft.id), message_id=80)
    assert await said(town) == ("answer", {"answer": draft.id, "edit": 80})
    await town.press("ann", await day_of(town.town, draft.id, FactDay.FRIDAY), message_id=80)
    assert (await answers(town, incident))[0].text == "Здравствуйте! Откачаем воду. Сделаем до 27 ноября."
    await town.press("ann", await day_of(town.town, draft.id, FactDay.TYPED), message_id=80)
    assert (await said(town))[0] == "ask_answer_day"
    await town.type("ann", "30 ноября")
    assert (await answers(town, incident))[0].text.endswith("Сделаем до 30 ноября.")
    for forged in ("чушь", FactDay.NONE):
        assert "больше нет" in str(await town.press("ann", await day_of(town.town, draft.id, forged)))


async def test_what_must_not_be_published_is_not_sent_even_by_an_old_button(town: Phones) -> None:
    incident = await opened(town)
    await town.press("ann", CardButton(press=Press.ANSWER, incident=incident.id))
    await town.type("ann", "Здравствуйте! Зайдём в кв. 17 завтра, отвечает отдел.")
    (draft,) = await answers(town, incident)
    toast = await town.press("ann", await sends(town.town, draft.id))
    assert "Личные данные" in str(toast)
    assert "Поправить" in str(toast)
    assert (await answers(town, incident))[0].state is AnswerState.DRAFT


async def answered_before(town: Phones, text: str, by_resident: str) -> Incident:
    incident = await town.town.open(by_resident, topic="roads_drainage", group="roads", main=place("Конаково", "Учебная"))
    sent = await town.town.sent(incident.id, "ann", text)
    async with town.town.storage.transaction() as tx:
        moved = await publish_answer.start_publishing(tx, await tx.answers.get(sent.id), now=town.town.clock.now())
        comment = Published(external_id=f"wall-1_1_r{sent.id}", url="https://vk.com/wall-1_1?reply=7")
        await publish_answer.mark_published(tx, town.town.policy, moved, comment, now=town.town.clock.now(), proved=True)
    return incident


async def test_what_was_answered_to_a_similar_incident_is_offered_and_becomes_a_draft(town: Phones) -> None:
    words = "Здравствуйте! Откачали воду насосом, отвечает отдел дорожного хозяйства."
    before = await answered_before(town, words, "У школы озеро на дороге, вода стоит, не пройти")
    town.town.clock.move(days=1)
    incident = await opened(town)
    await pick(town, incident, Menu.TEMPLATE, "+0")
    row = (await town.town.rows())[-1]
    async with town.town.storage.transaction() as tx:
        menu = await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())
    assert f"Похожее: № {before.number}, ответили: «Здравствуйте! Откачали воду насосом" in parse(menu.html)
    assert menu.rows[0][0].label == f"Как № {before.number}"
    (like,) = await answers(town, before)
    await pick(town, incident, Menu.TEMPLATE, f"s{like.id}")
    assert (await answers(town, incident))[-1].text == words
    for forged in ("s", "sя", "s40404"):
        assert await pick(town, incident, Menu.TEMPLATE, forged) is not None
    assert len(await answers(town, incident)) == 1


async def test_an_answer_that_is_not_published_is_no_sample(town: Phones) -> None:
    first, incident = (
        await opened(town),
        await town.town.open("Другая вода", topic="roads_drainage", group="roads", main=place("Редкино", "Новая")),
    )
    draft = await town.town.draft(first.id, "ann")
    assert "Такого ответа больше нет" in str(await pick(town, incident, Menu.TEMPLATE, f"s{draft.id}"))
    assert await answers(town, incident) == []
