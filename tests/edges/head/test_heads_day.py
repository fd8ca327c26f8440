"""The head's day on the phones: the evening's proposal, the morning's decisions, what opens under the summary, «Что сказать»."""

import importlib
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.config.profile.worktime import Decrees
from bot.delivery.after_sending import act_after_sending, under
from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from bot.ticks.agenda import agenda as evening_tick
from bot.ticks.context import Around
from bot.ticks.summary import summary as morning_tick
from bot.wakeups import Nudge
from handlers.head import summary_data
from handlers.head.buttons import AgendaButton, AgendaDo, HeadButton, HeadDo
from handlers.kit.buttons import Press
from handlers.kit.rendering import Unneeded
from handlers.kit.screen_budget import LINES, lines_of
from incidents.delivery import Say
from incidents.incident import Act, ClosingOutcome, Event, Incident, Untold
from incidents.messenger import Done, Message
from incidents.promises.values import Promise, PromiseState
from incidents.reading import Kind
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_of, labels, shown
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place

SPAN = {"since": int(at(0).timestamp()), "until": int(at(18).timestamp()), "page": 0}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


def around(town: Phones) -> Around:
    desk = town.town
    return Around(
        storage=desk.storage,
        clock=desk.clock,
        policy=desk.policy,
        nudge=Nudge(),
        timezone=desk.policy.calendar.timezone,
        summary_at=at(7, 30).time(),
        decrees=Decrees(years=frozenset({2026})),
    )


async def evening(town: Phones, moment: datetime) -> None:
    town.town.clock.moment = moment
    await evening_tick(around(town))


async def disputed(town: Phones, street: str = "улица Белавинская", **how: Any) -> Incident:  # Any: fields of a Reading
    """Two departments have said «не наше»."""
    incident = await town.town.open(main=place("Конаково", street), **how)
    async with town.town.storage.transaction() as tx:
        before = await tx.incidents.get(incident.id)
        event = Event(act=Act.NOTE, at=at(9, 20), by=None, because="", status_before=before.status, status_after=before.status)
        return await tx.incidents.save(replace(before, returns=2), event)


def item(do: AgendaDo, incident: Incident | None = None) -> AgendaButton:
    return AgendaButton(do=do, incident=incident.id if incident else 0)


def head(do: HeadDo, page: int = 0) -> HeadButton:
    return HeadButton(do=do, **{**SPAN, "page": page})


async def promise_of(town: Phones, incident: Incident, due: date, state: PromiseState = PromiseState.OPEN) -> None:
    answer = await town.town.draft(incident.id, "ann", f"Прочистим трубу до {due.day} ноября")
    async with town.town.storage.transaction() as tx:
        await tx.promises.add(
            Promise(
                id=0,
                district_id=tx.district_id,
                incident_id=incident.id,
                answer_id=answer.id,
                official_id=town.town.who("ann").id,
                department_id=incident.department_id,
                due=due,
                words="прочистим трубу",
                state=state,
                made_at=at(8, day=10),
                broken_at=at(0, 5, day=21) if state is PromiseState.BROKEN else None,
            )
        )


async def said(town: Phones, code: str, **params: int | str | None) -> Message:
    """A message that is rendered now."""
    async with town.town.storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=town.user("head"), code=code, params=params))
    return await shown(town.town, code)


async def test_in_the_evening_of_a_working_day_the_coordinator_reads_what_the_head_will_be_asked(town: Phones) -> None:
    await disputed(town)
    await evening(town, at(17, 29))
    assert await town.town.says("agenda") == []
    for _ in range(2):
        await evening(town, at(17, 30))
    assert await town.town.says("agenda") == [("agenda", town.user("coordinator"))]
    message = await shown(town.town, "agenda")
    text = parse(message.html)
    assert text.startswith("Главе на решение, 25 ноября: 1\n1. Вода на дороге, Конаково, ул. Белавинская, № 1: «не наше» сказали 2 раза")
    assert "Если ничего не нажмёте, пункты встанут без предложения" in text
    assert labels(message) == ["1", "Добавить по номеру"]


async def test_a_day_off_a_late_hour_and_nothing_to_ask_have_no_evening(town: Phones) -> None:
    await evening(town, at(17, 30))
    incident = await disputed(town)
    await evening(town, at(17, 30, day=28))
    await evening(town, at(23, 0))
    assert await town.town.says("agenda") == []
    await town.town.act(incident.id, Act.CONTROL, "head")
    await evening(town, at(17, 30))
    assert await town.town.says("agenda") == []


async def test_items_are_taken_left_out_worded_and_added_and_the_morning_prints_three_at_most(town: Phones) -> None:
    first, second = await disputed(town), await disputed(town, "улица Баскакова")
    added = await town.town.open("Нет тротуара", topic="roads_potholes", main=place("Редкино", "улица Гагарина"))
    await town.press("coordinator", item(AgendaDo.ITEM, first), message_id=40)
    assert labels(await shown(town.town, "agenda_item")) == ["В сводку", "Предлагаем…", "Не показывать", "Карточка", "Назад"]
    await town.press("coordinator", item(AgendaDo.PROPOSE, first), message_id=40)
    asked = parse((await shown(town.town, "ask_agenda_words")).html)
    assert asked.splitlines()[0] == "Что предложить главе?" and asked.splitlines()[1][0].isupper()
    await town.type("coordinator", "з" * 61)
    assert "Длинно: поместится 60 знаков" in (await shown(town.town, "refusal")).html
    await town.type("coordinator", "Замер вместе с УК сегодня в 11:00.")
    assert "Предлагаем замер вместе с УК сегодня в 11:00" in (await shown(town.town, "agenda")).html
    toast = await town.press("coordinator", item(AgendaDo.LEAVE, second), message_id=40)
    assert toast == "Не покажем. Не решится за неделю, предложим снова"
    assert await town.press("coordinator", item(AgendaDo.LEAVE, second), message_id=40) == "Так уже и есть"
    await town.press("coordinator", item(AgendaDo.ADD), message_id=40)
    for words, refusal in (("вон та", "Нужен номер цифрами"), ("404", "Карточки № 404 нет")):
        await town.type("coordinator", words)
        assert refusal in (await shown(town.town, "refusal")).html
    await town.type("coordinator", f"№ {added.number}")
    assert "Добавлено вручную" in (await shown(town.town, "agenda_item")).html
    morning = parse(
        (
            await said(town, "summary", since=at(7, 30).isoformat(), until=at(7, 30, day=25).isoformat(), at=at(7, 30, day=25).isoformat())
        ).html
    )
    assert (
        "Решить вам: 2\n1. Вода на дороге, Конаково, ул. Белавинская: «не наше» сказали 2 раза. "
        "Предлагаем замер вместе с УК сегодня в 11:00\n" in morning
    )
    assert "ул. Гагарина: ждёт вашего решения" in morning
    assert "Баскакова" not in morning
    assert all("Замер" not in repr(row) for row in await town.town.rows())


async def test_a_proposal_holds_until_the_next_working_morning_only(town: Phones) -> None:
    incident = await disputed(town)
    await town.press("coordinator", item(AgendaDo.PROPOSE, incident), message_id=40)
    await town.type("coordinator", "Делаем или объясняем?")
    for day, there in ((25, True), (26, False)):
        moment = at(7, 30, day=day)
        since = moment - timedelta(days=1)
        text = (await said(town, "summary", since=since.isoformat(), until=moment.isoformat(), at=moment.isoformat())).html
        assert ("Делаем или объясняем?" in text) is there
        assert "Решить вам: 1" in text


async def test_a_card_goes_to_the_head_by_its_own_button_and_what_the_head_took_is_not_asked_again(town: Phones) -> None:
    incident = await town.town.open()
    assert "Главе на решение" not in labels(await card_of(town.town, incident, "coordinator"))
    await town.press("coordinator", card(incident, Press.MORE))
    assert "Главе на решение" in labels(await shown(town.town, "menu_more"))
    toast = await town.press("coordinator", card(incident, Press.TO_HEAD))
    assert toast is not None and toast.startswith("Глава увидит утром")
    await town.press("head", head(HeadDo.DECIDE))
    message = await shown(town.town, "head_decide")
    assert "Решить вам: 1" in message.html
    assert labels(message) == ["1", "Назад"]
    town.town.clock.move(minutes=1)
    await town.press("head", card(incident, Press.CONTROL))
    await town.press("head", head(HeadDo.DECIDE))
    assert "Решать вам больше нечего" in (await shown(town.town, "head_decide")).html


async def test_whose_the_evening_is_not_is_refused_and_nothing_changes(town: Phones) -> None:
    incident = await disputed(town)
    for who in ("ann", "head", "observer", "chief"):
        for do in (AgendaDo.TAKE, AgendaDo.LEAVE, AgendaDo.PROPOSE, AgendaDo.ADD, AgendaDo.LIST):
            toast = await town.press(who, item(do, incident), message_id=40)
            assert toast is not None and "координатор" in toast
        toast = await town.press(who, card(incident, Press.TO_HEAD))
        assert toast is not None and "координатор" in toast
    async with town.town.storage.transaction() as tx:
        assert await tx.agenda.marks() == []
    closed = await town.town.open("Яма", topic="roads_potholes", main=place("Редкино", "улица Гагарина"))
    await town.town.act(closed.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert await town.press("coordinator", item(AgendaDo.TAKE, closed)) == "Карточка закрыта, решать по ней нечего"


async def test_the_summary_has_its_buttons_and_each_opens_with_a_way_back(town: Phones) -> None:
    incident = await disputed(town)
    await promise_of(town, incident, date(2026, 11, 20), PromiseState.BROKEN)
    await promise_of(town, incident, date(2026, 11, 27))
    town.town.clock.moment = at(18, day=26)
    span = {"since": at(0, day=24).isoformat(), "until": at(18, day=26).isoformat()}
    message = await said(town, "summary", **span, at=at(18, day=26).isoformat())
    assert labels(message) == [
        "Решить: 1", "Что сказать", "Не успели: 1", "Обещания", "Предложения", "Для доклада",
        "Темы", "Посёлки", "Отделы", "Excel", "За период…",
    ]  # fmt: skip
    assert lines_of(message.html) <= LINES
    wide = {**SPAN, "until": int(at(18, day=26).timestamp())}
    told = {
        HeadDo.LATE: ("head_late", "Отдел дорожного хозяйства: причина не указана"),
        HeadDo.PROMISES: ("head_promises", "Обещания: 2, срок прошёл у 1\n20 ноября, срок прошёл: «прочистим трубу»"),
        HeadDo.SUGGESTIONS: ("head_suggestions", "Предложений не было: 1 ноября – 30 ноября\nЗдесь стоит то, чего ещё нет"),
        HeadDo.REPORT: (
            "head_report",
            "Для доклада: с 24 ноября, 0:00 по 26 ноября, 18:00\n1 сообщение: 1 новый вопрос\nНовые 1: ответили на 0, ждут",
        ),
        HeadDo.TOPICS: ("head_topics", "Темы: 1 сообщение, с 24 ноября, 0:00 по 26 ноября, 18:00"),
        HeadDo.PLACES: ("head_places", "Конаково 1"),
        HeadDo.DEPARTMENTS: ("head_departments", "Отдел дорожного хозяйства: 1, ответили на 0, ждут 1. Не успели 1"),
        HeadDo.PERIODS: ("head_periods", "За какой период?"),
    }
    for do, (code, words) in told.items():
        await town.press("head", HeadButton(do=do, **wide))
        opened = await shown(town.town, code)
        assert words in parse(opened.html)
        assert labels(opened)[-1] == "Назад"
    assert await town.press("head", head(HeadDo.BACK), message_id=77) is None
    assert await town.town.says("delete") == [("delete", town.user("head"))]
    assert await town.press("ann", head(HeadDo.LATE)) == "Это сводка главы, её видят глава и координатор. Что ждёт вас, покажет /my"


async def test_empty_lists_say_so(town: Phones) -> None:
    for do, code, words in (
        (HeadDo.LATE, "head_late", "Все ответы вовремя"),
        (HeadDo.PROMISES, "head_promises", "Открытых обещаний нет"),
        (HeadDo.TOPICS, "head_topics", "Сообщений за это время не было"),
        (HeadDo.DEPARTMENTS, "head_departments", "Новых вопросов за это время не было"),
    ):
        await town.press("head", head(do))
        assert words in (await shown(town.town, code)).html


async def test_suggestions_of_a_month_stand_with_their_words_and_state_and_turn_by_months(town: Phones) -> None:
    desk = town
    for n in range(7):
        await desk.town.open(f"Предлагаю поставить лавочку {n}", kind=Kind.SUGGESTION, main=place("Конаково", f"улица {n}-я"))
    await desk.town.open("Яма")
    await town.press("head", head(HeadDo.SUGGESTIONS))
    listed = await shown(desk.town, "head_suggestions")
    assert parse(listed.html).startswith(
        "Предложения: 7, 1 ноября – 30 ноября · страница 1 из 2\n№ 1, Конаково, ул. 0-я: «Предлагаю поставить лавочку 0». Ещё не приняли\n"
    )
    assert labels(listed)[-3:] == ["Дальше", "Месяц раньше", "Назад"]
    earlier = HeadButton.unpack(listed.rows[-2][0].data or "")
    await town.press("head", earlier)
    empty = await shown(desk.town, "head_suggestions")
    assert "Предложений не было:</b> 1 октября – 31 октября" in empty.html
    assert labels(empty) == ["Месяц раньше", "Месяц позже", "Назад"]
    assert HeadButton.unpack(empty.rows[0][1].data or "").until == int(at(0, day=30).timestamp()) + 24 * 3600
    message = await said(town, "summary", since=at(0, day=24).isoformat(), until=at(18).isoformat(), at=at(18).isoformat())
    assert "Для доклада" in labels(message)
    await town.press("head", HeadButton(do=HeadDo.REPORT, since=int(at(0, day=24).timestamp()), until=int(at(18).timestamp()), page=0))
    report = parse((await shown(desk.town, "head_report")).html)
    assert "8 сообщений: 8 новых вопросов, из них предложений 7" in report


async def test_a_long_list_turns_in_place(town: Phones) -> None:
    for n in range(8):
        await promise_of(town, await town.town.open(f"Яма {n}", main=place("Конаково", f"улица {n}-я")), date(2026, 11, 27))
    await town.press("head", head(HeadDo.PROMISES))
    message = await shown(town.town, "head_promises")
    assert "страница 1 из 2" in message.html
    assert labels(message)[-2:] == ["Дальше", "Назад"]
    keyboard = [[{"text": b.label, "callback_data": b.data} for b in row] for row in message.rows]
    await town.press("head", head(HeadDo.PROMISES, 1), message_id=90, reply_markup={"inline_keyboard": keyboard})
    row = [row for row in await town.town.rows() if row.code == "head_promises"][-1]
    assert (row.params["edit"], row.params["page"]) == (90, 1)
    assert "Раньше" in labels(await shown(town.town, "head_promises"))


async def read_since(town: Phones, moment: datetime) -> None:
    """The first source was read then."""
    async with town.town.storage.transaction() as tx:
        (source,) = await tx.sources.all()
        await tx.sources.save(replace(source, baseline_at=moment))


async def test_a_period_before_otklik_says_so(town: Phones) -> None:
    await read_since(town, at(10, day=20))
    for words, first in (
        ("октябрь", "1 октября – 31 октября: тогда Отклик ещё не работал, цифр нет. Он работает с 20 ноября"),
        ("26 ноября 2025", "26 ноября 2025 года: тогда Отклик ещё не работал, цифр нет. Он работает с 20 ноября"),
        (
            "с 1 по 23 ноября",
            "1 ноября – 23 ноября · 23 дня\nОтклик работает с 20 ноября: раньше этого дня цифр нет\n\nНовых сообщений не было",
        ),
    ):
        await town.press("head", head(HeadDo.DATES), message_id=91)
        await town.type("head", words)
        message = await shown(town.town, "summary_span")
        assert parse(message.html).startswith(first)
        assert "За период…" in labels(message)


async def test_a_period_of_too_many_questions_is_not_counted(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    for street in ("улица Лесная", "улица Строителей"):
        await town.town.open(main=place("Конаково", street))
    await town.town.open("Спасибо за дорогу", main=place("Конаково", "улица Гагарина"))
    town.town.clock.move(minutes=1)
    monkeypatch.setattr(summary_data, "MOST", 2)
    await town.press("head", head(HeadDo.DATES), message_id=91)
    await town.type("head", "с 1 по 24 ноября")
    message = await shown(town.town, "summary_span")
    too_many = "1 ноября – 24 ноября: 3 новых вопроса, столько сразу не посчитаем. Выберите период короче, например месяц"
    assert parse(message.html) == too_many
    assert labels(message) == ["За период…"]
    monkeypatch.setattr(summary_data, "MOST", 3)
    assert "новых вопросов 3" in parse((await shown(town.town, "summary_span")).html)


async def test_another_period_is_a_tap_or_typed_dates(town: Phones) -> None:
    await read_since(town, datetime(2026, 10, 1, tzinfo=UTC))
    await town.town.open()
    for do, words in (
        (HeadDo.YESTERDAY, "Понедельник, 23 ноября · за весь день"),
        (HeadDo.WEEK, "с 18 ноября"),
        (HeadDo.MONTH, "с 26 октября"),
    ):
        await town.press("head", head(do), message_id=91)
        assert words in parse((await shown(town.town, "summary_span")).html)
    await town.press("head", head(HeadDo.DATES), message_id=91)
    for words, refusal in (("когда-нибудь", "Период не разобрали"), ("20 ноября 2027", "ещё не начался")):
        await town.type("head", words)
        assert refusal in (await shown(town.town, "refusal")).html
    await town.type("head", "с 1 по 20 ноября")
    message = await shown(town.town, "summary_span")
    assert parse(message.html).startswith("1 ноября – 20 ноября · 20 дней")
    assert "Решить вам" not in message.html


async def test_the_workbook_has_a_row_an_incident_and_nothing_of_residents(town: Phones) -> None:
    incident = await town.town.open("Иванова И. И., тел. 8 910 123-45-67, кв. 5: вода на дороге")
    await promise_of(town, incident, date(2026, 11, 27))
    assert await town.press("head", head(HeadDo.EXCEL)) == "Готовим файл, придёт сюда"
    message = await shown(town.town, "head_excel")
    assert message.attached is not None and message.attached.name == "otklik-2026-11-24-2026-11-24.xlsx"
    openpyxl: Any = importlib.import_module("openpyxl")  # Any: the package has no types
    book = openpyxl.load_workbook(io.BytesIO(message.attached.content))
    sheet = book["Вопросы"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))
    assert (row["№"].value, row["Населённый пункт"].value, row["Место"].value) == (1, "Конаково", "Белавинская")
    assert (row["Поступило"].value, row["Поступило"].number_format) == (datetime.fromisoformat("2026-11-24T09:14"), "dd.mm.yyyy hh:mm")
    assert (row["Обещано до"].value, row["Обещано до"].number_format) == (datetime.fromisoformat("2026-11-27"), "dd.mm.yyyy")
    assert row["Сообщений"].value == 1
    async with town.town.storage.transaction() as tx:
        (voice,) = await tx.voices.of(incident.id)
        url = (await tx.posts.get(voice.post_id)).post.url
    assert (row["Пост"].hyperlink.target, row["Пост"].value) == (url, "открыть")
    assert ("Отдел", "отдел дорожного хозяйства", 1, 1) in [tuple(cell.value for cell in line[:4]) for line in book["Итоги"].iter_rows()]
    everything = " ".join(str(cell.value) for page in book.worksheets for line in page.iter_rows() for cell in line)
    assert all(word not in everything for word in ("Иванова", "910", "кв."))
    assert ("exported", town.user("head")) in await town.town.audited()


async def test_what_to_say_is_facts_with_numbers_and_what_is_not_to_be_named(town: Phones) -> None:
    asked = await town.town.open()
    await promise_of(town, asked, date(2026, 11, 27))
    broken = await disputed(town, "улица Баскакова")
    await promise_of(town, broken, date(2026, 11, 20), PromiseState.BROKEN)
    done = await town.town.open("Яма", topic="roads_potholes", main=place("Редкино", "улица Гагарина"))
    await town.town.act(done.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    town.town.clock.move(minutes=1)
    await town.press("head", HeadButton(do=HeadDo.SAY, **{**SPAN, "until": int(town.town.clock.now().timestamp())}))
    text = parse((await shown(town.town, "brief")).html)
    assert text.startswith("Что сказать · 24 ноября, на 9:15 · неделя с 17 ноября\n")
    assert "За неделю больше всего: вода на дороге, Конаково (2); " in text
    assert "Редкино, ул. Гагарина: 24 ноября, жителю не написали\n" in text
    assert "«прочистим трубу», до 27 ноября" in text
    assert "ул. Баскакова: обещали до 20 ноября, срок прошёл, нового числа не называть" in text
    assert "ул. Баскакова: чьё это, ещё не решили" in text
    assert "Откуда это\nВода на дороге, Конаково: 2 сообщения с 17 ноября по 24 ноября; № 1, 2" in text
    assert "%" not in text


async def test_what_to_say_on_an_empty_day_and_for_a_day_before(town: Phones) -> None:
    await town.press("head", head(HeadDo.SAY_DATE))
    for words, refusal in (("27 ноября", "уже наступил"), ("с 1 по 20 ноября", "Нужен один день")):
        await town.type("head", words)
        assert refusal in (await shown(town.town, "refusal")).html
    await town.type("head", "20 ноября")
    text = parse((await shown(town.town, "brief")).html)
    assert "Спрашивают. За неделю новых сообщений не было" in text
    assert "Обещано. Открытых обещаний с датой нет" in text
    assert "Осторожно" not in text and "Откуда это" not in text


async def test_what_to_say_about_one_trouble_never_names_a_cause_that_nobody_typed(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await town.press("head", card(incident, Press.BRIEF))
    text = parse((await shown(town.town, "brief_one")).html)
    assert "Сделано. Приняли 24 ноября в 9:14: отдел дорожного хозяйства" in text
    assert "Причина в карточке не указана, не называть. Числа, когда закончат, нет, не называть" in text
    refused = await town.press("ann", card(incident, Press.BRIEF))
    assert refused is not None and refused.startswith("Это сводка главы")


async def test_a_doubtful_summary_is_corrected_by_eleven_if_something_came_late(town: Phones) -> None:
    desk = town.town
    desk.clock.moment = at(7, 30)
    async with desk.storage.transaction() as tx:
        (source,) = await tx.sources.all()
        await tx.sources.save(replace(source, broken_at=at(22, day=23), broken_because="закрыта", baseline_at=at(7, day=20)))
    await morning_tick(around(town))
    assert [code for code, _ in await desk.says()] == ["summary", "summary_correction"]
    assert "Что добавится, пришлём поправкой до 11:00" in (await shown(desk, "summary")).html
    rows = [row for row in await desk.rows() if row.code == "summary_correction"]
    assert rows[0].not_before == at(10, 50) and not rows[0].sound
    async with desk.storage.transaction() as tx:
        with pytest.raises(Unneeded):
            await Renderer(konakovo()).say(tx, rows[0], now=at(10, 50))
    desk.clock.moment = at(10, 30)
    post = await desk.write("На Баскакова яма", published_at=at(23, day=23))
    outcome = await desk.take(post)
    assert outcome.incident is not None
    text = parse((await shown(desk, "summary_correction")).html)
    assert text.startswith("Поправка к сводке за понедельник и ночь\nДобавилось 1 сообщение, новых вопросов 1. Было 0, стало 1\n")
    assert f"№ {outcome.incident.number}" in text


async def test_the_head_has_no_button_that_publishes_or_changes_an_answer(town: Phones) -> None:
    incident = await disputed(town)
    allowed = {"Поручить…", "На контроль", "Пусть объяснят", "История", "Открыть пост"}
    assert set(labels(await card_of(town.town, incident, "head"))) <= allowed
    await town.press("head", card(incident, Press.MORE))
    assert not {"Ответить", "Закрыть", "Ответить всем"} & set(labels(await shown(town.town, "menu_more")))
    for press in (
        Press.ANSWER,
        Press.FACTS,
        Press.INTERIM,
        Press.ANSWER_ALL,
        Press.WARN,
        Press.GENERAL,
        Press.AMEND,
        Press.WORKS,
        Press.CLOSE,
    ):
        before = await town.town.incident(incident.id)
        await town.press("head", card(incident, press))
        assert (await town.town.incident(incident.id)) == before
    async with town.town.storage.transaction() as tx:
        assert await tx.answers.of(incident.id) == []
    assert [row for row in await town.town.rows() if row.kind is OutboxKind.SAY and row.code == "preview"] == []


async def test_under_the_summary_stands_a_silent_picture_once_usual_days_are_known(town: Phones) -> None:
    desk = town.town
    for day in (10, 17, 23):
        desk.clock.moment = at(10, day=day)
        await desk.open(f"Вода на дороге {day}", main=place("Конаково", f"улица {day}-я"))
    async with desk.storage.transaction() as tx:
        (source,) = await tx.sources.all()
        await tx.sources.save(replace(source, baseline_at=at(7, day=9)))
    desk.clock.moment = at(7, 30)
    await desk.sweep_outbox()
    await morning_tick(around(town))
    (summary,) = await desk.rows()
    async with desk.storage.transaction() as tx:
        await act_after_sending(tx, summary, Done(message_id=500), now=desk.clock.now())
    row = (await desk.rows())[-1]
    assert (row.code, row.sound, under(row)) == ("summary_picture", False, 500)
    async with desk.storage.transaction() as tx:
        with pytest.raises(Unneeded):  # only the Monday of a week before was read: one day is no habit
            await Renderer(konakovo()).say(tx, row, now=at(7, 30))
        await tx.sources.save(replace(source, baseline_at=at(7, day=1)))
    message = await shown(desk, "summary_picture")
    assert message.attached is not None and message.attached.is_photo
    assert message.attached.content.startswith(b"\x89PNG")


async def test_what_was_left_out_may_be_taken_in_after_all_and_what_is_not_ours_never(town: Phones) -> None:
    incident = await disputed(town)
    await town.press("coordinator", item(AgendaDo.LEAVE, incident), message_id=40)
    toast = await town.press("coordinator", item(AgendaDo.TAKE, incident), message_id=40)
    assert toast == "Будет в сводке. Есть решение? Допишите «Предлагаем…»"
    await town.press("coordinator", item(AgendaDo.ITEM, incident), message_id=40)
    assert labels(await shown(town.town, "agenda_item")) == ["Предлагаем…", "Не показывать", "Карточка", "Назад"]
    await town.press("coordinator", item(AgendaDo.LEAVE, incident), message_id=40)
    await town.press("coordinator", item(AgendaDo.ITEM, incident), message_id=40)
    assert "Предложения нет" in (await shown(town.town, "agenda_item")).html
    town.town.clock.move(days=7)
    assert (
        await town.press("coordinator", item(AgendaDo.LEAVE, incident), message_id=40)
        == "Не покажем. Не решится за неделю, предложим снова"
    )
    foreign = await town.town.open("В Твери яма", outside=True, main=place("Тверь"))
    toast = await town.press("coordinator", item(AgendaDo.TAKE, foreign), message_id=40)
    assert toast == "Эта карточка в сводку главы не идёт: не наш округ или учебная неделя"
    async with town.town.storage.transaction() as tx:
        assert [(mark.incident_id, mark.taken) for mark in await tx.agenda.marks()] == [(incident.id, False)]
