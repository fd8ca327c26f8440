"""Approval from the chat: A1, its buttons, what comes back to the author, the approver's own clock, and nobody ever stuck."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.renderer import Renderer
from bot.ticks.schedule import TICKS
from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.approval.buttons import ApprovalDo, ApprovalModeButton
from handlers.kit.buttons import CardButton, Press
from incidents.answers.facts import Fact, FactKind
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.approval.values import Approval, ApprovalMode, ApprovalState, ReturnReason
from incidents.desk.answers import publish_answer
from incidents.desk.approval.approval_clock import watch
from incidents.ids import AnswerId
from incidents.incident import Act, ClosingOutcome, Incident
from incidents.messenger import Message
from incidents.official import Role
from incidents.publisher import Published
from incidents.reading import DangerGrade
from tests.kit.approvals import WORDS, asked, decide, labels, read, set_mode
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.previews import sends
from tests.kit.tdlib import parse

LATER = WORDS.replace("25", "27")
OTHER_WORDS = WORDS.replace("Здравствуйте!", "Добрый день!")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    """Everything is approved; the press service is one person."""
    async with phones(sqlite_url) as town:
        await town.town.enrol("press", Role.APPROVER)
        await set_mode(town.town, ApprovalMode.ALWAYS)
        yield town


async def round_of(town: Phones, answer: Answer) -> Approval:
    async with town.town.storage.transaction() as tx:
        found = await tx.approvals.of(answer.id)
    assert found is not None
    return found


async def on_card(town: Phones, press: Press, incident: Incident, by: str) -> str | None:
    return await town.press(by, CardButton(press=press, incident=incident.id))


async def card(town: Phones, incident: Incident, viewer: str) -> Message:
    async with town.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).card(tx, incident.id, town.user(viewer), now=town.town.clock.now())
    parse(message.html)
    return message


async def test_an_answer_waits_for_the_press_service_and_the_card_says_until_when(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    answer = await town.town.sent(incident.id, "ann", WORDS)
    assert (answer.state, answer.publish_at) == (AnswerState.APPROVAL, None)
    assert await town.town.says("approval") == [("approval", town.user("press"))]
    a1 = await read(town, "approval")
    assert a1.html.startswith("✍️ <b>Согласовать до 9:44:</b> вода на дороге, Белавинская")
    assert f"Что делаем ✓ · когда ✓ · кто ✓ · {len(WORDS)} знак" in a1.html
    assert labels(a1) == [["Опубликовать", "Поправить"], ["Вернуть…", "Ветка"], ["Ещё…"]]
    assert "✍️ Ответ на согласовании с 9:14, ждём до 9:44" in (await card(town, incident, "ann")).html
    assert labels(await card(town, incident, "ann"))[0] == ["Отозвать", "Мой ответ"]
    await town.type("press", "/my")
    assert (await read(town, "my")).html.startswith("<b>Ждут вас, ответы и слухи: 1</b>\n1. Вода на дороге")
    assert labels(await card(town, incident, "coordinator"))[0] == ["Поторопить", "Ответ"]


async def test_publishing_starts_the_minute_for_both_and_either_may_stop_it(town: Phones) -> None:
    _, answer = await asked(town)
    assert await decide(town, ApprovalDo.PUBLISH, answer) is None
    after = await town.town.answer(answer.id)
    assert (after.state, after.publish_at) == (AnswerState.SCHEDULED, town.town.clock.now() + HOLD)
    assert labels(await read(town, "approval", "press")) == [["Отменить отправку"]]
    assert labels(await read(town, "answer", "ann")) == [["Отменить отправку"]]
    await decide(town, ApprovalDo.HOLD_BACK, answer)
    assert (await town.town.answer(answer.id)).state is AnswerState.APPROVAL
    assert (await round_of(town, answer)).state is ApprovalState.WAITING
    await decide(town, ApprovalDo.PUBLISH, answer)
    await town.press("ann", AnswerButton(do=AnswerDo.RECALL, answer=answer.id), message_id=80)
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT
    assert await decide(town, ApprovalDo.HOLD_BACK, answer) == "Ответ уже уходит в сеть, отменить нельзя. Потом можно написать поправку"
    await decide(town, ApprovalDo.SHOW, answer)
    assert "Отдел остановил отправку" in (await read(town, "approval", "press")).html


async def test_what_was_published_is_seen_where_it_was_approved_without_a_new_message(town: Phones) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.PUBLISH, answer)
    await town.town.sweep_outbox()
    async with town.town.storage.transaction() as tx:
        started = await publish_answer.start_publishing(tx, await tx.answers.get(answer.id), now=town.town.clock.now())
        comment = Published(external_id="wall-1_1_r5", url="https://vk.com/wall-1_1?reply=5")
        await publish_answer.mark_published(tx, town.town.policy, started, comment, now=town.town.clock.now(), proved=True)
    row = next(row for row in await town.town.rows() if row.code == "approval")
    assert (row.params["edit"], row.sound) == (90, False)
    assert (await read(town, "approval")).html.startswith("✅ <b>Опубликовано в 9:14:</b>")


async def test_other_words_go_out_and_another_date_waits_for_the_author(town: Phones) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.EDIT, answer)
    await town.type("press", OTHER_WORDS)
    after = await town.town.answer(answer.id)
    assert (after.state, after.text) == (AnswerState.SCHEDULED, OTHER_WORDS)

    _, answer = await asked(town, about="Гагарина")
    await decide(town, ApprovalDo.EDIT, answer)
    await town.type("press", LATER)
    kept = await town.town.answer(answer.id)
    assert (kept.state, kept.text) == (AnswerState.APPROVAL, WORDS)
    a3 = await read(town, "approval_edited", "ann")
    assert a3.html.startswith("<b>Подтвердите правку:</b> «до 25 ноября» → «до 27 ноября»")
    assert labels(a3) == [["Верно", "Как было"]]
    assert "ждём «Верно» от автора" in (await card(town, await town.town.incident(answer.incident_id), "ann")).html
    assert await decide(town, ApprovalDo.PUBLISH, answer) == f"Правку уже отправили отделу на подтверждение: {town.town.who('press').title}"
    await decide(town, ApprovalDo.CONFIRM, answer, "ann")
    after = await town.town.answer(answer.id)
    assert (after.state, after.text) == (AnswerState.SCHEDULED, LATER)
    assert "Правку решили" in (await read(town, "approval_edited", "ann")).html
    # the message of the edit says so too: no second «Опубликуем через 60 секунд» stays there for ever
    shown = [row for row in await town.town.rows() if row.code in {"answer", "approval_edited"} and row.chat_id == town.town.chat("ann")]
    assert [row.code for row in shown if row.params.get("edit") == 90] == ["approval_edited"]


async def test_a_fact_is_shown_and_a_text_that_the_lint_stops_is_not_taken_from_the_approver_either(town: Phones) -> None:
    incident, answer = await asked(town)
    async with town.town.storage.transaction() as tx:
        who, now = town.town.who("ann").id, town.town.clock.now()
        await tx.facts.add(Fact(id=0, incident_id=incident.id, by=who, at=now, kind=FactKind.DONE))
    await decide(town, ApprovalDo.SHOW, answer)
    assert "Факт от отдела: «сделано»" in (await read(town, "approval")).html
    await decide(town, ApprovalDo.EDIT, answer)
    await town.type("press", f"{WORDS} Житель из квартиры 15 прав, звоните ему 8 915 123-45-67.")
    assert (await town.town.answer(answer.id)).text == WORDS
    assert (await round_of(town, answer)).state is ApprovalState.WAITING


async def test_the_author_may_keep_their_own_text_and_it_is_asked_for_again(town: Phones) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.EDIT, answer)
    await town.type("press", LATER)
    first = await round_of(town, answer)
    await town.town.sweep_outbox()
    await decide(town, ApprovalDo.KEEP, answer, "ann")
    again = await round_of(town, answer)
    assert (again.state, again.id > first.id) == (ApprovalState.WAITING, True)
    assert (await town.town.answer(answer.id)).text == WORDS
    assert ("approval", town.user("press")) in await town.town.says()
    assert await decide(town, ApprovalDo.CONFIRM, answer, "ann") == "Правку уже решили. Что с ответом сейчас, видно на карточке"


async def test_a_return_says_why_and_the_text_is_kept(town: Phones) -> None:
    incident, answer = await asked(town)
    await decide(town, ApprovalDo.RETURN, answer)
    menu = await read(town, "menu_approval_return")
    assert labels(menu)[:2] == [["Нет даты", "Нет меры"], ["Ответ не о том", "Тон"]]
    assert labels(menu)[-1] == ["Своими словами…", "Назад"]
    assert await decide(town, ApprovalDo.RETURN, answer, choice=ReturnReason.DATE) == "Вернули автору"
    a2 = await read(town, "approval_returned", "ann")
    assert a2.html.startswith("<b>Ответ вернули, нужна дата:</b>")
    assert "Есть что, нет когда" in a2.html and "Ответить до " in a2.html
    assert labels(a2) == [["Поправить", "Спросить"]]
    assert labels(await card(town, incident, "ann"))[0] == ["Поправить", "Спросить"]
    assert "вернули с согласования" in (await card(town, incident, "ann")).html

    await on_card(town, Press.FIX, incident, "ann")
    await town.type("ann", LATER)
    assert (await town.town.answer(answer.id)).text == LATER
    await town.press("ann", await sends(town.town, answer.id), message_id=81)
    assert (await round_of(town, answer)).state is ApprovalState.WAITING


async def test_own_words_of_the_press_service_reach_the_author_and_a_question_goes_back(town: Phones) -> None:
    incident, answer = await asked(town)
    await decide(town, ApprovalDo.RETURN, answer, choice=ReturnReason.OWN)
    await town.type("press", "Уберите <слово> про лопату")
    assert "Пресс-служба: «Уберите &lt;слово&gt; про лопату»" in (await read(town, "approval_returned", "ann")).html
    await on_card(town, Press.ASK_APPROVER, incident, "ann")
    await town.type("ann", "А если лопата и правда нужна?")
    question = await read(town, "approval_word", "press")
    assert "Спрашивает автор ответа" in question.html and labels(question) == [["Ответить"]]
    assert "Спросили пресс-службу" in (await read(town, "approval_told", "ann")).html
    await decide(town, ApprovalDo.REPLY, answer)
    await town.type("press", "Тогда напишите, чья она")
    reply = await read(town, "approval_word", "ann")
    assert "чья она" in reply.html and labels(reply) == [["Ответить", "Поправить"]]
    assert "Написали автору ответа" in (await read(town, "approval_told", "press")).html


async def test_no_public_answer_throws_the_text_away_with_a_reason(town: Phones) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.RETURN, answer, choice=ReturnReason.SILENCE)
    await town.type("press", "Автор спорит ради спора")
    assert (await town.town.answer(answer.id)).state is AnswerState.CANCELLED
    assert "публично не отвечаем" in (await read(town, "approval_returned", "ann")).html


async def test_a_time_may_be_set_in_words(town: Phones) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.TIME, answer)
    await town.type("press", "когда-нибудь потом")
    assert "Не поняли время" in str((await town.town.rows())[-1].params["text"])
    await town.type("press", "завтра в 10:00")
    after = await town.town.answer(answer.id)
    assert after.publish_at == town.town.clock.now().replace(hour=7, minute=0) + timedelta(days=1)
    assert "Выйдет 25 ноября в 10:00" in (await read(town, "approval", "press")).html
    assert "Время назначили при согласовании" in (await read(town, "answer", "ann")).html


@pytest.mark.parametrize("words", ["1 ноября в 10:00", "через 3 месяца в 10:00"])
async def test_a_time_that_is_past_or_too_far_is_no_time(town: Phones, words: str) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.TIME, answer)
    await town.type("press", words)
    assert (await town.town.answer(answer.id)).state is AnswerState.APPROVAL


@pytest.mark.parametrize("who", ["ann", "peter", "chief", "head", "observer", "duty"])
@pytest.mark.parametrize("do", [ApprovalDo.PUBLISH, ApprovalDo.RETURN, ApprovalDo.EDIT, ApprovalDo.HOLD_BACK, ApprovalDo.OTHERS])
async def test_nobody_but_the_press_service_and_the_coordinator_decides(town: Phones, who: str, do: ApprovalDo) -> None:
    _, answer = await asked(town)
    assert await decide(town, do, answer, who) == "Согласует пресс-служба. Нужна правка? Напишите координатору"
    assert (await town.town.answer(answer.id)).state is AnswerState.APPROVAL


async def test_the_coordinator_decides_too_but_never_on_an_answer_of_their_own(town: Phones) -> None:
    incident, answer = await asked(town)
    await on_card(town, Press.SEE_ANSWER, incident, "coordinator")
    assert labels(await read(town, "approval", "coordinator"))[0] == ["Опубликовать", "Поправить"]
    await decide(town, ApprovalDo.PUBLISH, answer, "coordinator")
    assert (await town.town.answer(answer.id)).state is AnswerState.SCHEDULED
    assert await decide(town, ApprovalDo.PUBLISH, answer) == f"Ответ уже согласовали: {town.town.who('coordinator').title}"
    _, own = await asked(town, by="coordinator", about="Гагарина")
    assert await decide(town, ApprovalDo.PUBLISH, own, "coordinator") == "Свой ответ согласует другой сотрудник"


async def test_the_author_takes_it_back_and_a_stranger_to_the_card_does_not(town: Phones) -> None:
    incident, answer = await asked(town)
    assert (await on_card(town, Press.RECALL, incident, "olga") or "").startswith("Это карточка другого отдела")
    await on_card(town, Press.MY_ANSWER, incident, "ann")
    assert "Ждёт согласующего" in (await read(town, "my_answer")).html
    assert (await on_card(town, Press.RECALL, incident, "ann") or "").startswith("Отозвали")
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT
    assert await decide(town, ApprovalDo.PUBLISH, answer) == "Отдел отозвал ответ, решать не нужно"
    assert await decide(town, ApprovalDo.TAKE_BACK, answer, "ann") == "Так уже и есть"
    assert await on_card(town, Press.HURRY, incident, "coordinator") == "Отдел отозвал ответ, решать не нужно"


async def test_a_decision_is_seen_in_every_approvers_chat(town: Phones) -> None:
    await town.town.enrol("second", Role.APPROVER)
    _, answer = await asked(town)
    async with town.town.storage.transaction() as tx:
        await tx.approval_messages.put(answer.id, town.user("second"), 44)
    await decide(town, ApprovalDo.PUBLISH, answer)
    edits = {(row.chat_id, row.params["edit"]) for row in await town.town.rows() if row.code == "approval"}
    assert edits == {(town.user("press"), 90), (town.user("second"), 44)}
    assert labels(await read(town, "approval", "second")) == [["Отменить отправку"]]


async def test_hurrying_is_heard_once_in_ten_minutes(town: Phones) -> None:
    incident, _ = await asked(town)
    assert await on_card(town, Press.HURRY, incident, "ann") == "Поторопить согласующего может координатор. Напишите ему"
    assert await on_card(town, Press.HURRY, incident, "coordinator") == "Поторопили"
    assert "Просят поторопиться" in (await read(town, "approval_hurry", "press")).html
    assert (await on_card(town, Press.HURRY, incident, "coordinator") or "").startswith("Уже поторопили")


async def test_the_approver_sees_the_thread_the_history_and_what_asks_for_care(town: Phones) -> None:
    incident, answer = await asked(town)
    await decide(town, ApprovalDo.THREAD, answer)
    assert "Под постом пока никто не писал" in (await read(town, "approval_thread")).html
    async with town.town.storage.transaction() as tx:
        post = await tx.posts.get(answer.post_id)
    await town.town.write("А <когда>?", external_id="wall-1_1_r2", parent_external_id=post.post.external_id)
    await decide(town, ApprovalDo.THREAD, answer)
    assert "житель: «А &lt;когда&gt;?»" in (await read(town, "approval_thread")).html
    await decide(town, ApprovalDo.HISTORY, answer)
    assert "ответ на согласовании" in (await read(town, "approval_history")).html
    await decide(town, ApprovalDo.MORE, answer)
    assert labels(await read(town, "menu_approval_more")) == [
        ["Назначить время", "Ответить лично"],
        ["Без ответа…", "Позвать юриста"],
        ["История", "Назад"],
    ]
    async with town.town.storage.transaction() as tx:
        assert await tx.approvals.told_author(answer.post_id) == []
        assert [span[1] for span in await tx.approvals.spans(incident.id)] == [None]


async def test_the_first_answers_of_an_official_are_approved_and_later_ones_are_not(town: Phones) -> None:
    await set_mode(town.town, ApprovalMode.FIRST)
    for n in range(konakovo().approval.first):
        incident = await town.town.open(f"Яма номер {n} на дороге", topic=f"t{n}")
        answer = await town.town.draft(incident.id, "ann", WORDS)
        async with town.town.storage.transaction() as tx:
            await tx.answers.save(replace(answer, state=AnswerState.PUBLISHED, published_at=town.town.clock.now()))
    incident = await town.town.open("Совсем другое дело", group="waste", topic="waste_bins")
    assert (await town.town.sent(incident.id, "coordinator", WORDS)).state is AnswerState.APPROVAL
    roads = await town.town.open("Ещё одна яма", topic="other")
    assert (await town.town.sent(roads.id, "ann", WORDS)).state is AnswerState.SCHEDULED


async def test_with_nobody_to_approve_answers_go_out_and_the_coordinator_hears_it_once_a_day(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("press"), reachable=False)
    for text in ("Раз", "Два"):
        incident = await town.town.open(text, topic=text)
        assert (await town.town.sent(incident.id, "ann", WORDS)).state is AnswerState.SCHEDULED
    assert await town.town.says("no_approver") == [("no_approver", town.user("coordinator"))]
    assert "Согласовывать некому" in (await read(town, "no_approver")).html


async def tick(town: Phones, **span: float) -> int:
    town.town.clock.move(**span)
    async with town.town.storage.transaction() as tx:
        return await watch(tx, town.town.policy, now=town.town.clock.now())


async def test_the_approvers_own_clock_reminds_once_and_then_calls_the_others(town: Phones) -> None:
    _, answer = await asked(town)
    assert await tick(town, minutes=29) == 0
    assert await tick(town, minutes=1) == 1
    assert "Срок согласования вышел в 9:44" in (await read(town, "approval_due", "press")).html
    assert await tick(town, minutes=1) == 0
    assert await tick(town, minutes=29) == 1
    assert {chat for _, chat in await town.town.says("approval_queue")} == {town.user("press"), town.user("coordinator")}
    a4 = await read(town, "approval_queue", "press")
    assert a4.html.startswith("<b>Ждёт вас 1 ответ,</b> самый давний 1 ч")
    assert labels(a4) == [["Показать по одному"], ["Передать заместителю"]]
    assert await tick(town, hours=2) == 0
    await town.town.sweep_outbox()
    assert (await decide(town, ApprovalDo.OTHERS, answer) or "").startswith("Передали: 1")
    assert await town.town.says("approval") == [("approval", town.user("coordinator"))]
    await decide(town, ApprovalDo.QUEUE, answer)
    assert labels(await read(town, "approval", "press"))[0] == ["Опубликовать", "Поправить"]


async def test_the_tick_does_what_is_due(town: Phones) -> None:
    await asked(town)
    town.town.clock.move(minutes=30)
    for _ in range(2):
        await TICKS["approvals"][0](town.town.around())
    assert await town.town.says("approval_due") == [("approval_due", town.user("press"))]


async def test_nobody_is_reminded_at_night(town: Phones) -> None:
    await asked(town)
    assert await tick(town, hours=12) == 0


async def test_a_closed_card_and_a_lost_approver_leave_nothing_waiting(town: Phones) -> None:
    incident, answer = await asked(town)
    await town.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    assert "Карточку закрыли" in (await decide(town, ApprovalDo.PUBLISH, answer) or "")
    assert await tick(town, minutes=1) == 1
    assert (await town.town.answer(answer.id)).state is AnswerState.CANCELLED

    _, answer = await asked(town, about="Гагарина")
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("press"), reachable=False)
    assert await tick(town, minutes=1) == 1
    assert (await town.town.answer(answer.id)).state is AnswerState.SCHEDULED


async def test_a_danger_is_approved_at_any_hour_by_the_clock_on_the_wall(town: Phones) -> None:
    town.town.clock.move(hours=14)
    incident = await town.town.open("С крыши падает лёд", danger=True, danger_grade=DangerGrade.NOW)
    answer = await town.town.sent(incident.id, "coordinator", WORDS)
    assert (await round_of(town, answer)).due_at == town.town.clock.now() + timedelta(minutes=30)
    assert [row.sound for row in await town.town.rows() if row.code == "approval"] == [True]


async def test_the_coordinator_sets_the_modes_in_the_chat_and_others_do_not(town: Phones) -> None:
    await town.type("coordinator", "/approval")
    modes = await read(town, "approval_modes")
    assert "все ответы" in modes.html and labels(modes)[0] == ["Выключить", "Первые", "Все"]
    await town.press("coordinator", ApprovalModeButton(department="roads", mode=""))
    assert labels(await read(town, "approval_modes"))[-1] == ["Назад"]
    assert await town.press("coordinator", ApprovalModeButton(department="roads", mode="never")) == "Записали"
    async with town.town.storage.transaction() as tx:
        assert await tx.approval_modes.all() == {"": ApprovalMode.ALWAYS, "roads": ApprovalMode.NEVER}
    incident = await town.town.open()
    assert (await town.town.sent(incident.id, "ann", WORDS)).state is AnswerState.SCHEDULED
    forged: list[tuple[str, CallbackData, str]] = [
        ("ann", ApprovalModeButton(department="", mode="never"), "Согласование включает координатор. Напишите ему"),
        ("coordinator", ApprovalModeButton(department="", mode="x"), "Такого выбора больше нет. Откройте /approval ещё раз"),
    ]
    for who, button, toast in forged:
        assert await town.press(who, button) == toast


async def test_forged_and_late_presses_get_a_sentence_and_change_nothing(town: Phones) -> None:
    _, answer = await asked(town)
    assert (await decide(town, ApprovalDo.RETURN, answer, choice="zzz") or "").startswith("Такого выбора больше нет")
    ghost = replace(answer, id=AnswerId(999))
    assert (await decide(town, ApprovalDo.PUBLISH, ghost) or "").startswith("Такого сообщения у нас нет")
    other = await town.town.open("Другое", topic="x")
    assert await on_card(town, Press.FIX, other, "ann") == "Этот ответ на согласование не отправляли"
    await decide(town, ApprovalDo.EDIT, answer)
    await town.type("press", WORDS)
    assert (await town.town.answer(answer.id)).state is AnswerState.APPROVAL
    await town.type("press", "отмена")
    await decide(town, ApprovalDo.REPLY, answer)
    await town.type("press", "я" * 501)
    assert "Длинно" in str((await town.town.rows())[-1].params.get("text"))
    assert (await round_of(town, answer)).state is ApprovalState.WAITING


async def test_to_answer_in_private_is_asked_first_and_says_what_it_does(town: Phones) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.RETURN, answer, choice=ReturnReason.PRIVATE)
    question = await read(town, "menu_approval_private", "press")
    assert question.html.startswith("<b>Вернуть отделу, чтобы ответил лично?</b>")
    assert "Под постом хватит одной фразы" in question.html
    assert labels(question) == [["Вернуть отделу", "Назад"]]
    assert (await town.town.answer(answer.id)).state is AnswerState.APPROVAL
    assert await decide(town, ApprovalDo.PRIVATE, answer) == "Вернули автору"
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT
    assert "лучше лично" in (await read(town, "approval_returned", "ann")).html
