"""One text answers several cards of which it is true."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from handlers.acts.buttons import BulkButton, BulkDo
from handlers.kit.buttons import CardButton, Press
from incidents.answers.everyone import EVERY
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.desk.answers.everyone.post_to_all import put_off_threads
from incidents.desk.answers.publish_answer import mark_not_published, postpone, start_publishing
from incidents.incident import Act, ClosingOutcome, Incident, Status
from incidents.messenger import Message
from tests.kit.outages import now_is, outage
from tests.kit.phones import Phones, phones
from tests.kit.promises import published
from tests.kit.screens import labels, shown

TEXT = "Здравствуйте! До 27 ноября откачаем воду. Отвечает отдел дорожного хозяйства."
DONE = "Здравствуйте! Насос починили, вода есть во всех домах. Отвечает отдел дорожного хозяйства."


@pytest.fixture
async def phone(database_url: str) -> AsyncIterator[Phones]:
    async with phones(database_url) as phone:
        yield phone


def do(what: BulkDo, id: int = 0, key: str = "") -> BulkButton:
    return BulkButton(do=what, key=key, id=id)


async def tap(phone: Phones, message: Message, label: str, who: str = "ann") -> str | None:
    """Press the button that begins so."""
    button = next(each for row in message.rows for each in row if each.label.startswith(label))
    assert button.data is not None
    return await phone.press(who, button.data, message_id=60)


async def typed(phone: Phones, text: str = TEXT) -> Message:
    """The preview for all cards, which are one trouble."""
    for each in (do(BulkDo.MY), do(BulkDo.ANSWER)):
        await phone.press("ann", each)
    await phone.type("ann", text)
    return await shown(phone.town, "alike")


async def answers(phone: Phones, cards: Sequence[Incident]) -> list[Answer]:
    """The newest of each card."""
    async with phone.town.storage.transaction() as tx:
        given = await tx.answers.of_each([each.id for each in cards])
    return [given[each.id][-1] for each in cards if each.id in given]


async def states(phone: Phones, cards: Sequence[Incident]) -> list[AnswerState]:
    return [each.state for each in await answers(phone, cards)]


async def test_within_the_hold_one_press_takes_all_back_and_another_text_goes_to_all(phone: Phones) -> None:
    cards = await outage(phone, 3)
    preview = await typed(phone)
    assert set(await now_is(phone, cards)) == {Status.ASSIGNED}  # nothing is accepted by a draft
    await tap(phone, preview, "Отправить: 3")
    held = await shown(phone.town, "answer")
    assert labels(held) == ["Отозвать: 3"]
    assert await tap(phone, held, "Отозвать", who="peter") != "Отозвали: 3, текст сохранён"  # another's
    assert await tap(phone, held, "Отозвать") == "Отозвали: 3, текст сохранён"
    assert await states(phone, cards) == [AnswerState.DRAFT] * 3
    await phone.type("ann", TEXT.replace("27", "28"))
    again = await shown(phone.town, "alike")
    assert "прежний текст" in (await tap(phone, preview, "Отправить") or "")  # an old preview sends nothing
    assert await states(phone, cards) == [AnswerState.DRAFT] * 3
    assert "Вот нынешний" in (await shown(phone.town, "former_preview")).html
    await tap(phone, again, "Отправить: 3")
    sent = await answers(phone, cards)
    assert {each.state for each in sent} == {AnswerState.SCHEDULED}
    assert all("28 ноября" in each.text for each in sent)
    assert "уже не черновик" in (await tap(phone, preview, "Отправить") or "")
    await tap(phone, again, "Отправить")  # a second press
    assert [(await phone.town.acts(each.id)).count(Act.ACCEPT) for each in cards] == [1] * 3
    async with phone.town.storage.transaction() as tx:
        assert [len(await tx.answers.of(each.id)) for each in cards] == [2] * 3


async def test_later_what_went_out_stays_and_the_rest_is_taken_back(phone: Phones) -> None:
    cards = await outage(phone, 3)
    await tap(phone, await typed(phone), "Отправить")
    phone.town.clock.move(seconds=61)
    await published(phone, (await answers(phone, cards))[0])
    held = await shown(phone.town, "answer")
    assert "Выходят по одному: 2" in held.html
    assert "Вышли: 1" in held.html
    assert await tap(phone, held, "Отозвать: 2") == "Отозвали: 2, текст сохранён"
    assert await states(phone, cards) == [AnswerState.PUBLISHED, AnswerState.DRAFT, AnswerState.DRAFT]
    preview = await shown(phone.town, "answer")
    await phone.town.act(cards[2].id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.REFUSED)
    await tap(phone, preview, "Отправить: 2")
    assert await states(phone, cards) == [AnswerState.PUBLISHED, AnswerState.SCHEDULED, AnswerState.CANCELLED]


async def test_the_preview_names_what_is_left_out_and_why(phone: Phones) -> None:
    cards = [*await outage(phone, 4), *await outage(phone, 1, "Редкино")]
    await phone.press("ann", do(BulkDo.MY))
    for each in (cards[0], cards[4]):
        await phone.press("ann", do(BulkDo.GROUP, each.id))
    await phone.town.act(cards[0].id, Act.ACCEPT, "peter")
    await phone.town.act(cards[1].id, Act.REJECT, "coordinator", reason="chat")
    await phone.press("ann", do(BulkDo.ANSWER))
    await phone.type("ann", "Здравствуйте! В Козлово до 27 ноября откачаем воду. Отвечает отдел дорожного хозяйства.")
    html = (await shown(phone.town, "alike")).html
    assert "Один ответ на 2 карточки" in html
    assert "Козлово, 2: ул. 2, ул. 3" in html
    assert f"решили или ответ уже есть: 2. № {cards[0].number} (в работе), № {cards[1].number}" in html
    assert f"текст не о них или его нельзя отправить туда: 1. № {cards[4].number}" in html


async def test_a_text_that_suits_nobody_is_asked_for_again_and_leaves_nothing(phone: Phones) -> None:
    cards = await outage(phone, 2)
    for each in (do(BulkDo.MY), do(BulkDo.ANSWER)):
        await phone.press("ann", each)
    for untrue in ("Здравствуйте! До 31 ноября откачаем воду.", "Здравствуйте! В Редкино до 27 ноября откачаем воду.", "я" * 3600):
        await phone.type("ann", untrue)
        assert await phone.town.says("alike") == []
    assert "Ни одной карточке текст не подошёл" in (await refusals(phone))[1]
    assert await answers(phone, cards) == []
    await phone.type("ann", TEXT)
    assert "Один ответ на 2 карточки" in (await shown(phone.town, "alike")).html


async def refusals(phone: Phones) -> list[str]:
    return [str(row.params["text"]) for row in await phone.town.rows() if row.code == "refusal"]


async def test_what_another_took_between_preview_and_sending_is_left_out_and_told(phone: Phones) -> None:
    cards = await outage(phone, 3)
    preview = await typed(phone)
    await phone.town.act(cards[0].id, Act.ACCEPT, "peter")
    assert "Не вышло: 1" in (await tap(phone, preview, "Отправить: 3") or "")
    assert await states(phone, cards) == [AnswerState.CANCELLED, AnswerState.SCHEDULED, AnswerState.SCHEDULED]
    assert (await phone.town.incident(cards[0].id)).holder_id == phone.town.who("peter").id
    html = (await shown(phone.town, "answer")).html
    assert f"Не отправили: 1. № {cards[0].number} (в работе)" in html
    assert "Один ответ на 2 карточки" in html


async def test_a_draft_that_is_left_by_word_or_button_leaves_the_cards_alone(phone: Phones) -> None:
    cards = await outage(phone, 2)
    await tap(phone, await typed(phone), "Отменить")
    assert await states(phone, cards) == [AnswerState.CANCELLED] * 2
    assert "жителям ничего не ушло" in (await shown(phone.town, "answer")).html
    await typed(phone)
    await phone.type("ann", "отмена")
    assert await states(phone, cards) == [AnswerState.CANCELLED] * 2
    assert set(await now_is(phone, cards)) == {Status.ASSIGNED}


async def test_an_edit_of_the_typed_message_changes_no_single_answer(phone: Phones) -> None:
    cards = await outage(phone, 2)
    for each in (do(BulkDo.MY), do(BulkDo.ANSWER)):
        await phone.press("ann", each)
    await phone.type("ann", TEXT, message_id=7007)
    before = [each.text for each in await answers(phone, cards)]
    await phone.update(edited_message=phone.message("ann", TEXT.replace("27", "29"), phone.user("ann"), message_id=7007))
    assert [each.text for each in await answers(phone, cards)] == before


async def test_who_is_answered_is_not_answered_again_with_the_others(phone: Phones) -> None:
    cards = await outage(phone, 3)
    await phone.town.act(cards[0].id, Act.ACCEPT, "ann")
    await published(phone, await phone.town.sent(cards[0].id, "ann", DONE))
    await phone.press("ann", do(BulkDo.MY))
    assert "Ответить: 2…" in labels(await shown(phone.town, "ask_bulk"))
    await phone.press("ann", do(BulkDo.ANSWER))
    await phone.type("ann", TEXT)
    assert "Один ответ на 2 карточки" in (await shown(phone.town, "alike")).html


async def test_one_card_that_is_chosen_has_an_ordinary_answer(phone: Phones) -> None:
    (card,) = await outage(phone, 1)
    preview = await typed(phone)
    await tap(phone, preview, "Отправить")
    (answer,) = await answers(phone, [card])
    assert (answer.state, answer.publish_at) == (AnswerState.SCHEDULED, phone.town.clock.now() + HOLD)
    assert labels(await shown(phone.town, "answer")) == ["Отменить отправку"]


async def test_what_stopped_half_way_is_lawful_and_each_refusal_is_told_apart(phone: Phones) -> None:
    cards = await outage(phone, 3)
    await tap(phone, await typed(phone), "Отправить")
    sent = await answers(phone, cards)
    phone.town.clock.move(minutes=3)
    await published(phone, sent[0])
    async with phone.town.storage.transaction() as tx:
        started = await start_publishing(tx, await tx.answers.get(sent[1].id), now=phone.town.clock.now())
        now = phone.town.clock.now()
        await mark_not_published(tx, phone.town.policy, started, refusal="Комментарии закрыты", sure=True, now=now)
    assert [code for code, _ in await phone.town.says("answer_by_hand")] == ["answer_by_hand"]
    await published(phone, sent[2])
    html = (await shown(phone.town, "answer")).html
    assert "Вышли: 2" in html
    assert "Не вышли сами: 1" in html
    assert await now_is(phone, cards) == [Status.ANSWERED, Status.ACCEPTED, Status.ANSWERED]


async def test_a_network_that_wants_a_rest_gets_no_volley_after_it(phone: Phones) -> None:
    cards = await outage(phone, 4)
    await tap(phone, await typed(phone), "Отправить")
    phone.town.clock.move(seconds=61)
    now, sent = phone.town.clock.now(), await answers(phone, cards)
    until = now + timedelta(minutes=30)
    async with phone.town.storage.transaction() as tx:
        started = await start_publishing(tx, await tx.answers.get(sent[0].id), now=now)
        first = await postpone(tx, started, until=until)
        await put_off_threads(tx, first, until=until, because="ВК просит подождать", today=now.date(), now=now)
    assert [each.publish_at for each in await answers(phone, cards)] == [until + EVERY * n for n in range(4)]


async def test_a_mass_event_offers_it_and_a_stranger_to_the_choice_answers_nothing(phone: Phones) -> None:
    cards = await outage(phone, 2)
    assert "уже закрыт" in (await phone.press("ann", do(BulkDo.ANSWER)) or "")
    await phone.press("ann", CardButton(press=Press.SEVERAL, incident=cards[0].id))
    assert "Ответить: 2…" in labels(await shown(phone.town, "ask_bulk"))
