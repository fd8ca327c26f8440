"""«Поручить другому», «Позвонить», «Спросить юриста», «Позвать юриста», and what /people keeps for them."""

from collections.abc import AsyncIterator

import pytest

from handlers.approval.buttons import ApprovalDo
from handlers.kit.buttons import Menu, Press
from handlers.people.buttons import PeopleButton, PeopleDo
from incidents.acts.ask_for_help import HelpKind
from incidents.approval.values import ApprovalMode
from incidents.incident import Act, Incident, Status
from incidents.official import Official, Role
from tests.kit.approvals import asked, decide, set_mode
from tests.kit.danger import NOW
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_text, labels, menu, shown
from tests.kit.values.samples import at


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await town.town.enrol("press", Role.APPROVER)
        await town.town.enrol("law", Role.OBSERVER, title="юрист администрации")
        yield town


async def marked(town: Phones, name: str = "law") -> Official:
    """The coordinator says who the lawyer is."""
    id = town.town.who(name).id
    assert "вопросы юристу пойдут сюда" in str(await town.press("coordinator", PeopleButton(do=PeopleDo.LAWYER, official=id, choice="yes")))
    await town.town.sweep_outbox()
    async with town.town.storage.transaction() as tx:
        return await tx.officials.get(id)


async def taken(town: Phones) -> Incident:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await town.town.sweep_outbox()
    return await town.town.incident(incident.id)


async def test_the_chief_entrusts_a_card_to_a_colleague_who_is_told(town: Phones) -> None:
    incident = await taken(town)
    await town.press("chief", card(incident, Press.ENTRUST))
    assert labels(await shown(town.town, "menu_entrust")) == ["1. Исполнитель 1", "2. Исполнитель 2", "Назад"]
    peter = town.town.who("peter")
    assert str(await town.press("chief", menu(incident, Menu.ENTRUST, str(peter.id)), message_id=60)).startswith("Поручили, срок прежний")
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id, after.answer_by) == (Status.ACCEPTED, peter.id, incident.answer_by)
    assert await town.town.says("entrusted") == [("entrusted", town.user("peter"))]
    told = await shown(town.town, "entrusted")
    assert told.html.startswith("<b>Поручили вам:</b>")
    assert labels(told) == ["Ответить", "Карточка", "История"]
    await town.press("chief", card(incident, Press.UNDO))
    assert (await town.town.incident(incident.id)).holder_id == incident.holder_id


async def test_who_accepted_and_when_stays_where_another_holds_the_card(town: Phones) -> None:
    incident = await town.town.open("Провод искрит", **NOW)
    town.town.clock.moment = at(9, 31)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    town.town.clock.moment = at(9, 40)
    await town.press("chief", menu(incident, Menu.ENTRUST, str(town.town.who("peter").id)), message_id=60)
    after = await town.town.incident(incident.id)
    assert (after.accepted_at, after.accepted_by, after.holder_id) == (at(9, 31), town.town.who("ann").id, town.town.who("peter").id)
    assert "Приняли в 9:31" in await card_text(town.town, incident, "coordinator")


async def test_a_card_that_nobody_took_is_accepted_when_it_is_entrusted(town: Phones) -> None:
    incident = await town.town.open()
    town.town.clock.moment = at(9, 40)
    await town.press("chief", menu(incident, Menu.ENTRUST, str(town.town.who("peter").id)), message_id=60)
    assert (await town.town.incident(incident.id)).accepted_at == at(9, 40)


@pytest.mark.parametrize("choice", ["999", "x", "-1"])
async def test_a_forged_colleague_changes_nothing(town: Phones, choice: str) -> None:
    incident = await taken(town)
    assert await town.press("chief", menu(incident, Menu.ENTRUST, choice), message_id=60)
    assert (await town.town.incident(incident.id)).version == incident.version


@pytest.mark.parametrize("name", ["ann", "olga", "press", "head"])
async def test_only_the_chief_and_the_coordinator_entrust(town: Phones, name: str) -> None:
    incident = await taken(town)
    await town.press(name, card(incident, Press.ENTRUST))
    await town.press(name, menu(incident, Menu.ENTRUST, str(town.town.who("peter").id)), message_id=60)
    assert (await town.town.incident(incident.id)).version == incident.version


async def test_a_chief_alone_reads_what_else_to_do(town: Phones) -> None:
    for name in ("ann", "peter"):
        async with town.town.storage.transaction() as tx:
            await tx.officials.set_reachable(town.user(name), reachable=False)
    incident = await town.town.open()
    assert "больше никто не подключён" in str(await town.press("chief", card(incident, Press.ENTRUST)))


async def test_whoever_already_holds_it_is_not_entrusted_again(town: Phones) -> None:
    incident = await taken(town)
    toast = await town.press("chief", menu(incident, Menu.ENTRUST, str(town.town.who("ann").id)), message_id=60)
    assert toast == "Так уже и есть"


async def test_a_work_phone_is_typed_shown_by_the_button_and_taken_away(town: Phones) -> None:
    incident, ann = await taken(town), town.town.who("ann")
    await town.press("chief", card(incident, Press.CALL))
    assert "Исполнитель 1: телефона в боте нет, спросите у координатора" in (await shown(town.town, "menu_call")).html
    await town.press("coordinator", PeopleButton(do=PeopleDo.PHONE, official=ann.id, choice=""))
    assert "жители не увидят" in (await shown(town.town, "ask_phone")).html
    await town.type("coordinator", "позвоните Ане")
    await town.type("coordinator", "8 48242 4-12-34")
    assert "Рабочий телефон: 8 48242 4-12-34" in (await shown(town.town, "person")).html
    await town.press("chief", card(incident, Press.CALL))
    assert "Исполнитель 1: +7 482 424-12-34" in (await shown(town.town, "menu_call")).html
    await town.press("coordinator", PeopleButton(do=PeopleDo.PHONE, official=ann.id, choice=""))
    await town.type("coordinator", "нет")
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(ann.id)).phone == ""


async def test_nobody_else_writes_phones_or_names_lawyers(town: Phones) -> None:
    for do, choice in ((PeopleDo.PHONE, ""), (PeopleDo.LAWYER, "yes")):
        toast = await town.press("ann", PeopleButton(do=do, official=town.town.who("peter").id, choice=choice))
        assert toast == "Людьми занимается координатор. Нужно что-то изменить? Напишите ему"


async def test_the_lawyer_reads_the_post_and_the_answer_and_their_words_come_back_as_a_note(town: Phones) -> None:
    await marked(town)
    incident = await taken(town)
    await town.town.draft(incident.id, "ann", "Починим до пятницы, ущерб не возмещаем")
    toast = await town.press("ann", menu(incident, Menu.HELP, HelpKind.LAWYER), message_id=60)
    assert toast == "Спросили юриста. Ответ придёт вам и встанет заметкой на карточку"
    assert await town.town.says("counsel_asked") == [("counsel_asked", town.user("law"))]
    question = await shown(town.town, "counsel_asked")
    assert "вода на дороге, не пройти" in question.html
    assert "ущерб не возмещаем" in question.html
    assert labels(question) == ["Ответить", "Открыть пост"]
    await town.press("law", card(incident, Press.COUNSEL))
    await town.type("law", "Про ущерб не пишите, это решает суд")
    assert await town.town.says("counsel_given") == [("counsel_given", town.user("ann"))]
    assert "Про ущерб не пишите, это решает суд" in (await shown(town.town, "counsel_given")).html
    assert "Передали тому, кто спрашивал" in (await shown(town.town, "counsel_kept")).html
    assert "Про ущерб не пишите" in await card_text(town.town, incident, "ann")
    assert "уже не ждут" in str(await town.press("law", card(incident, Press.COUNSEL)))


async def test_the_approver_calls_the_lawyer_about_an_answer(town: Phones) -> None:
    await set_mode(town.town, ApprovalMode.ALWAYS)
    incident, answer = await asked(town)
    assert "Юриста в боте нет" in str(await decide(town, ApprovalDo.LAWYER, answer))
    await marked(town)
    await decide(town, ApprovalDo.MORE, answer)
    assert "Позвать юриста" in labels(await shown(town.town, "menu_approval_more"))
    await decide(town, ApprovalDo.LAWYER, answer)
    assert answer.text[:40] in (await shown(town.town, "counsel_asked")).html
    assert str(await decide(town, ApprovalDo.LAWYER, answer)).startswith("Уже спросили в 9:14")
    await town.press("law", card(incident, Press.COUNSEL))
    await town.type("law", "Можно публиковать")
    assert await town.town.says("counsel_given") == [("counsel_given", town.user("press"))]


async def test_whoever_is_no_lawyer_gives_no_counsel_and_nobody_is_counselled_unasked(town: Phones) -> None:
    incident = await taken(town)
    assert "отвечает юрист" in str(await town.press("peter", card(incident, Press.COUNSEL)))
    await marked(town)
    assert "уже не ждут" in str(await town.press("law", card(incident, Press.COUNSEL)))
    async with town.town.storage.transaction() as tx:
        assert await tx.notes.of(incident.id) == []


async def test_the_mark_is_taken_away_and_pressing_twice_says_so(town: Phones) -> None:
    law = await marked(town)
    again = PeopleButton(do=PeopleDo.LAWYER, official=law.id, choice="yes")
    assert await town.press("coordinator", again) == "Так уже и есть"
    await town.press("coordinator", PeopleButton(do=PeopleDo.LAWYER, official=law.id, choice="no"))
    incident = await taken(town)
    toast = await town.press("ann", menu(incident, Menu.HELP, HelpKind.LAWYER), message_id=60)
    assert toast == "Юриста в боте нет: попросили координатора, он найдёт"
