"""/people: invitations, roles, dismissals and blocks, with everything that is held going over."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.delivery.invitation_codes import rendered
from bot.renderer import Renderer
from bot.username import BotName
from handlers.duty.buttons import SwapAnswer, SwapAsk, SwapDo
from handlers.kit.buttons import CardButton, Press
from handlers.people.buttons import PeopleButton, PeopleDo
from incidents.answers.values import AnswerState
from incidents.desk.approval.author_approval import ask
from incidents.desk.intake.by_hand import bring, read_draft
from incidents.head.orders import Order, OrderKind
from incidents.ids import OfficialId
from incidents.incident import Act, Doubt, Event, Incident, Status
from incidents.intake.by_hand import Origin
from incidents.messenger import Message
from incidents.official import Role
from incidents.posts import Network, Post
from incidents.promises.values import Promise, PromiseState
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


def button(town: Phones, do: PeopleDo, whom: str | None = None, choice: str = "") -> PeopleButton:
    return PeopleButton(do=do, official=town.town.who(whom).id if whom else 0, choice=choice)


async def said(town: Phones, code: str) -> Message:
    """The last message of this code, as it will be read."""
    row = [row for row in await town.town.rows() if row.code == code][-1]
    async with town.town.storage.transaction() as tx:
        return await rendered(Renderer(konakovo(), BotName("otklik_bot")), tx, row, now=town.town.clock.now())


async def text(town: Phones, code: str) -> str:
    return parse((await said(town, code)).html)


def labels(message: Message) -> list[str]:
    return [button.label for row in message.rows for button in row]


async def taken(town: Phones, by: str = "ann") -> Incident:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, by)
    return await town.town.incident(incident.id)


async def test_the_list_is_by_role_and_a_number_opens_a_card(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("olga"), reachable=False)
    await town.type("coordinator", "/people")
    lines = (await text(town, "people")).split("\n")
    assert lines[0] == "Сотрудников: 8 · страница 1 из 2"
    assert lines[1] == "1. Координатор 5"
    assert any("бот заблокирован" in line for line in lines)
    await town.press("coordinator", button(town, PeopleDo.SHOW, "ann"))
    assert "Вопросов сейчас не ведёт" in await text(town, "person")
    assert labels(await said(town, "person")) == [
        *("Роль…", "Отдел…", "Отпуск…", "Телефон…", "Это юрист", "Передать дела", "Закрыть доступ", "Все сотрудники"),
    ]


async def test_an_invitation_is_made_at_sending_and_its_code_stands_nowhere(town: Phones) -> None:
    await town.press("coordinator", button(town, PeopleDo.INVITE), message_id=40)
    assert "Выберите роль" in await text(town, "people_roles")
    await town.press("coordinator", button(town, PeopleDo.INVITE, choice="executor"), message_id=40)
    assert "какой отдел?" in await text(town, "people_departments")
    await town.press("coordinator", button(town, PeopleDo.INVITE, choice="executor/housing"), message_id=40)
    message = await said(town, "invitation")
    copied = message.rows[0][0].copy
    assert copied is not None
    assert copied.startswith("https://t.me/otklik_bot?start=")
    code = copied.partition("=")[2]
    row = [row for row in await town.town.rows() if row.code == "invitation"][-1]
    assert code not in str(row.params)
    await town.type("resident", f"/start {code}")
    async with town.town.storage.transaction() as tx:
        newcomer = await tx.officials.by_user(town.user("resident"))
    assert newcomer is not None
    assert (newcomer.role, newcomer.department_id, newcomer.name) == (Role.EXECUTOR, HOUSING, "resident")
    assert newcomer.enrolled_at is not None
    await town.type("ann", f"/start {code}")
    assert "Попросите у координатора новую" in await text(town, "refusal")


async def test_a_role_without_a_department_is_invited_at_once(town: Phones) -> None:
    await town.press("coordinator", button(town, PeopleDo.INVITE, choice="head"))
    assert "глава" in await text(town, "invitation")


@pytest.mark.parametrize("choice", ["executor/nowhere", "king", "executor/"])
async def test_a_forged_choice_invites_nobody(town: Phones, choice: str) -> None:
    await town.press("coordinator", button(town, PeopleDo.INVITE, choice=choice))
    assert await town.town.says("invitation") == []


async def test_only_a_coordinator_may(town: Phones) -> None:
    for do in PeopleDo:
        toast = await town.press("ann", button(town, do, "peter", "head"))
        assert toast == "Людьми занимается координатор. Нужно что-то изменить? Напишите ему"
    await town.type("ann", "/people")
    assert await town.town.says("people") == []
    assert {what for what, _ in await town.town.audited()} == {"forbidden"}


async def test_a_changed_role_returns_what_may_not_be_worked_on_any_more(town: Phones) -> None:
    held = await taken(town)
    await town.press("coordinator", button(town, PeopleDo.ROLE, "ann", "executor/housing"))
    after = await town.town.incident(held.id)
    assert (after.status, after.holder_id, after.department_id) == (Status.ASSIGNED, None, ROADS)
    assert after.answer_by == held.answer_by
    assert "Ваша роль теперь: исполнитель, отдел" in await text(town, "role_changed")
    assert "Передали 1: № 1" in await text(town, "handed_over")
    assert await town.press("coordinator", button(town, PeopleDo.ROLE, "ann", "executor/housing")) == "Так уже и есть"


async def test_a_new_coordinator_keeps_what_they_hold(town: Phones) -> None:
    held = await taken(town)
    await town.press("coordinator", button(town, PeopleDo.ROLE, "ann", "coordinator"))
    after = await town.town.incident(held.id)
    assert (after.status, after.holder_id) == (Status.ACCEPTED, town.town.who("ann").id)
    assert await town.town.says("handed_over") == []


async def test_dismissal_asks_to_whom_and_hands_over_incidents_and_drafts(town: Phones) -> None:
    held = await taken(town)
    draft = await town.town.draft(held.id, "ann")
    await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann"))
    question = await said(town, "people_dismiss")
    assert "Ведёт 1 вопрос" in parse(question.html)
    assert "Вернуть в отдел" in labels(question)
    peter = town.town.who("peter").id
    await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann", f"to{peter}"))
    after = await town.town.incident(held.id)
    assert (after.status, after.holder_id) == (Status.ACCEPTED, peter)
    assert (await town.town.acts(held.id))[-1] is Act.HAND_OVER
    assert (await town.town.answer(draft.id)).author_id == peter
    codes = [code for code, chat in await town.town.says() if chat == town.user("peter")]
    assert codes == ["answer", "took_over"]
    report = await text(town, "handed_over")
    assert "Передали 1: № 1" in report
    assert "Недописанные ответы: 1" in report
    assert "Доступ закрыт" in await text(town, "farewell")


async def test_promises_go_to_the_successor(town: Phones) -> None:
    held = await taken(town)
    draft = await town.town.draft(held.id, "ann")
    now = town.town.clock.now()
    async with town.town.storage.transaction() as tx:
        given = Promise(
            id=0,
            district_id=tx.district_id,
            incident_id=held.id,
            answer_id=draft.id,
            official_id=town.town.who("ann").id,
            department_id=ROADS,
            due=date(2026, 11, 27),
            words="починим",
            state=PromiseState.OPEN,
            made_at=now,
        )
        await tx.promises.add(given)
    peter = town.town.who("peter").id
    await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann", f"to{peter}"))
    async with town.town.storage.transaction() as tx:
        assert [promise.official_id for promise in await tx.promises.still_open()] == [peter]
    assert "Обещания жителям: 1" in await text(town, "handed_over")
    async with town.town.storage.transaction() as tx:
        before = await tx.incidents.get(held.id)
        event = Event(act=Act.ANSWER, at=now, by=peter, because="", status_before=before.status, status_after=Status.ANSWERED)
        await tx.incidents.save(replace(before, status=Status.ANSWERED), event)
    await town.type("olga", "/my")
    assert "Новое придёт сюда само" in await text(town, "my")
    await town.type("peter", "/my")
    assert "Сейчас ничего не ждёт. Ближайшее обещание 27 ноября: " in await text(town, "my")


async def test_without_a_successor_all_goes_back_to_the_department_and_drafts_to_the_coordinator(town: Phones) -> None:
    held = await taken(town)
    draft = await town.town.draft(held.id, "ann")
    await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann", "department"))
    after = await town.town.incident(held.id)
    assert (after.status, after.holder_id) == (Status.ASSIGNED, None)
    assert (await town.town.answer(draft.id)).author_id == town.town.who("coordinator").id
    assert (await town.town.answer(draft.id)).state is AnswerState.DRAFT
    assert town.user("ann") not in await town.town.cards(held.id)
    assert town.user("peter") in await town.town.cards(held.id)


@pytest.mark.parametrize("act", [Act.POSTPONE, None])
async def test_what_waits_keeps_its_status_when_the_holder_leaves(town: Phones, act: Act | None) -> None:
    incident = await town.town.open()
    async with town.town.storage.transaction() as tx:
        held = await tx.incidents.get(incident.id)
        status = Status.POSTPONED if act else Status.ACCEPTED
        event = Event(act=Act.ACCEPT, at=town.town.clock.now(), by=None, because="", status_before=held.status, status_after=status)
        department = held.department_id if act else None
        await tx.incidents.save(replace(held, status=status, holder_id=town.town.who("ann").id, department_id=department), event)
    await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann", "department"))
    after = await town.town.incident(incident.id)
    assert after.holder_id is None
    if act:
        assert after.status is Status.POSTPONED
    else:  # nobody's department: the coordinator decides
        assert (after.status, after.doubt) == (Status.NEW, Doubt.ROUTE)


async def test_whoever_left_is_told_so_and_changes_nothing(town: Phones) -> None:
    held = await taken(town, by="peter")
    await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann", "department"))
    toast = await town.press("ann", CardButton(press=Press.CLOSE, incident=held.id))
    assert toast == "Вы больше не подключены к этому округу. Думаете, что это ошибка? Напишите координатору"
    await town.type("ann", "Здравствуйте")
    assert "Вы больше не подключены" in await text(town, "refusal")
    assert await town.town.incident(held.id) == held
    assert (await town.town.audited())[-2:] == [("stranger_press", town.user("ann")), ("nomore", town.user("ann"))]


async def test_a_block_asks_first_returns_all_and_can_be_taken_back(town: Phones) -> None:
    held = await taken(town)
    await town.press("coordinator", button(town, PeopleDo.BLOCK, "ann"))
    assert "Закрыть доступ?" in await text(town, "people_block")
    assert (await town.town.incident(held.id)).holder_id == town.town.who("ann").id
    await town.press("coordinator", button(town, PeopleDo.BLOCK, "ann", "yes"))
    assert (await town.town.incident(held.id)).holder_id is None
    assert labels(await said(town, "person")) == ["Открыть доступ", "Передать дела", "Все сотрудники"]
    assert await town.town.says("farewell") == []
    await town.town.sweep_outbox()
    await town.press("coordinator", button(town, PeopleDo.UNBLOCK, "ann"))
    assert (await town.town.says("welcome")) == [("welcome", town.user("ann"))]
    assert town.user("ann") in await town.town.cards(held.id)
    assert await town.press("coordinator", button(town, PeopleDo.UNBLOCK, "ann")) == "Так уже и есть"


async def test_the_last_coordinator_stays(town: Phones) -> None:
    for do, choice in ((PeopleDo.DISMISS, "department"), (PeopleDo.BLOCK, "yes"), (PeopleDo.ROLE, "head")):
        toast = await town.press("coordinator", button(town, do, "coordinator", choice))
        assert toast is not None
        assert "последний координатор" in toast
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(town.town.who("coordinator").id)).role is Role.COORDINATOR


async def test_links_of_a_coordinator_who_left_open_nothing(town: Phones) -> None:
    await town.town.enrol("second", Role.COORDINATOR)
    await town.press("second", button(town, PeopleDo.INVITE, choice="coordinator"))
    copied = (await said(town, "invitation")).rows[0][0].copy or ""
    await town.press("coordinator", button(town, PeopleDo.BLOCK, "second", "yes"))
    await town.type("resident", f"/start {copied.partition('=')[2]}")
    async with town.town.storage.transaction() as tx:
        assert await tx.officials.by_user(town.user("resident")) is None


async def test_someone_gone_or_oneself_is_no_successor(town: Phones) -> None:
    ann = town.town.who("ann").id
    assert "другому человеку" in str(await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann", f"to{ann}")))
    await town.press("coordinator", button(town, PeopleDo.DISMISS, "ann", "department"))
    toast = await town.press("coordinator", button(town, PeopleDo.DISMISS, "peter", f"to{ann}"))
    assert toast == "Этот человек больше не подключён. Список сотрудников: /people"
    for choice in ("to", "toх", "to" + "9" * 30):
        assert "Такого выбора" in str(await town.press("coordinator", button(town, PeopleDo.DISMISS, "peter", choice)))
    assert (await town.press("coordinator", PeopleButton(do=PeopleDo.DISMISS, official=OfficialId(404), choice="department"))) is not None


async def stand(town: Phones, name: str, start: datetime, end: datetime) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.shifts.add(town.town.who(name).id, start, end)


async def dismissed(town: Phones, name: str, choice: str) -> str:
    await town.press("coordinator", button(town, PeopleDo.DISMISS, name, choice))
    return await text(town, "handed_over")


async def test_shifts_go_to_an_heir_who_is_free_and_an_empty_one_is_told(town: Phones) -> None:
    mate = await town.town.enrol("mate", Role.DUTY)
    await stand(town, "duty", at(8), at(20))
    await stand(town, "duty", at(8, day=26), at(20, day=26))
    await stand(town, "mate", at(14, day=26), at(20, day=26))
    report = await dismissed(town, "duty", f"to{mate.id}")
    assert "Дежурства: 1, у нового ответственного" in report
    assert "Дежурств без человека: 1. Поставьте другого: /duty" in report
    async with town.town.storage.transaction() as tx:
        assert [(each.official_id, each.starts_at) for each in await tx.shifts.after(at(9))] == [
            (mate.id, at(8)),
            (mate.id, at(14, day=26)),
        ]
    assert ("your_shifts", town.user("mate")) in await town.town.says()
    assert ("shift_began", town.user("mate")) in await town.town.says()


async def test_a_role_without_duty_leaves_the_roster_and_its_requests(town: Phones) -> None:
    mate = await town.town.enrol("mate", Role.DUTY)
    await stand(town, "duty", at(8, day=26), at(20, day=26))
    async with town.town.storage.transaction() as tx:
        (shift,) = await tx.shifts.after(at(9))
    await town.press("duty", SwapAsk(shift=shift.id, official=mate.id, instead=0))
    await town.press("coordinator", button(town, PeopleDo.ROLE, "duty", "observer"))
    async with town.town.storage.transaction() as tx:
        assert await tx.shifts.after(at(9)) == []
        assert await tx.swaps.asked() == []
    assert "Просьбу уже изменили" in str(await town.press("mate", SwapAnswer(do=SwapDo.TAKE, swap=1)))


async def test_reports_on_orders_of_a_head_who_left_come_to_the_new_one(town: Phones) -> None:
    held = await taken(town)
    async with town.town.storage.transaction() as tx:
        by, now = town.town.who("head").id, town.town.clock.now()
        order = await tx.orders.add(Order(id=0, incident_id=held.id, by=by, kind=OrderKind.ORDER, at=now, due_at=at(16)))
        await tx.orders.save(replace(order, report="Сделали", reported_by=town.town.who("chief").id, reported_at=now))
    heir = await town.town.enrol("new head", Role.HEAD)
    assert "Поручения главы: 1" in await dismissed(town, "head", f"to{heir.id}")
    async with town.town.storage.transaction() as tx:
        assert (await tx.orders.get(order.id)).by == heir.id
    assert await town.town.says("order_report") == [("order_report", town.user("new head"))]


async def test_without_a_new_head_the_coordinator_gets_the_reports(town: Phones) -> None:
    held = await taken(town)
    async with town.town.storage.transaction() as tx:
        by, now = town.town.who("head").id, town.town.clock.now()
        order = await tx.orders.add(Order(id=0, incident_id=held.id, by=by, kind=OrderKind.ORDER, at=now, due_at=at(16)))
    await town.press("coordinator", button(town, PeopleDo.ROLE, "head", "observer"))
    async with town.town.storage.transaction() as tx:
        assert (await tx.orders.get(order.id)).by == town.town.who("coordinator").id


async def test_drafts_by_hand_go_to_the_heir(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        brought = Post(network=Network.HAND, external_id="1:1", url="", text="Яма", author_id="", published_at=town.town.clock.now())
        draft = await bring(tx, brought, Origin.TYPED, by=town.town.who("ann"), album=None, now=town.town.clock.now())
        (post,) = [each for each in await tx.unread.next(10) if each.id == draft.post_id]
        await read_draft(tx, town.town.policy, draft, post, reading(), now=town.town.clock.now())
    peter = town.town.who("peter").id
    await town.town.sweep_outbox()
    assert "Черновики, заведённые руками: 1, у нового ответственного" in await dismissed(town, "ann", f"to{peter}")
    assert ("draft", town.user("peter")) in await town.town.says()
    async with town.town.storage.transaction() as tx:
        assert [each.id for each in await tx.drafts.of(peter)] == [draft.id]


async def test_what_lies_with_an_approver_who_left_is_shown_to_the_other(town: Phones) -> None:
    await town.town.enrol("press", Role.APPROVER)
    held = await taken(town)
    answer = await town.town.draft(held.id, "ann")
    async with town.town.storage.transaction() as tx:
        waiting = replace(await tx.answers.get(answer.id), state=AnswerState.APPROVAL)
        await tx.answers.save(waiting)
        await ask(tx, town.town.policy, waiting, await tx.incidents.get(held.id), now=town.town.clock.now())
        await tx.approval_messages.put(answer.id, town.user("press"), 70)
    await town.town.enrol("deputy", Role.APPROVER)
    await town.town.sweep_outbox()
    await dismissed(town, "press", "department")
    assert ("approval", town.user("deputy")) in await town.town.says()
