"""The answer to «Опасно?» is taken back: it is asked again, for as long as before, and whoever answered has the button to do so."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pytest

from bot.telegram.methods import keyboard
from bot.ticks.reminders import escalate as tick
from handlers.kit.buttons import CardButton, Press
from incidents.deadlines.reminders import Reminder
from incidents.deadlines.store import Reminded
from incidents.incident import Act, Doubt, Incident, RejectReason
from incidents.messenger import Button, Message
from incidents.reading import DangerGrade
from tests.kit.danger import NOW, asks, standing
from tests.kit.phones import Phones, phones
from tests.kit.said import messages
from tests.kit.screens import card
from tests.kit.values.samples import at

ASKED: dict[str, Any] = {"danger_asked": True, "danger_words": "крышка люка качается", "danger_now": 0.5}
QUESTION = 61


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def opened(town: Phones, moment: datetime, asked: Sequence[str]) -> Incident:
    """Somebody is asked; the question stands in their chats."""
    town.town.clock.moment = moment
    incident = await town.town.open("У дома крышка люка качается", **ASKED)
    async with town.town.storage.transaction() as tx:
        for name in asked:
            what = Reminded(chat_id=town.user(name), code=Reminder.DANGER_ASKED, message_id=QUESTION)
            await tx.reminders.put(incident.id, what)
    await town.town.sweep_outbox()
    return incident


async def asked_of(town: Phones) -> list[tuple[str, bool]]:
    """Who is asked, and whether it rings."""
    names = {person.user_id: name for name, person in town.town.people.items()}
    return sorted((names[row.chat_id], row.sound) for row in await town.town.rows() if asks(row))


async def heard_by(town: Phones, name: str) -> list[tuple[str, Message, int | None]]:
    """What waits to be said to this person: the code, the message, which one it changes."""
    rows = [row for row in await town.town.rows() if row.kind == "say" and row.code != "delete"]
    found = [(row.chat_id, row.params.get("edit")) for row in rows]
    said = await messages(town.town)
    pairs = zip(found, said, strict=True)
    return [(code, message, edit) for (chat, edit), (code, message) in pairs if chat == town.user(name)]  # type: ignore[misc]  # JSON


@pytest.mark.parametrize("grade", [Press.GRADE_NONE, Press.GRADE_RISK, Press.GRADE_NOW])
async def test_the_answer_taken_back_is_asked_again_for_a_whole_quarter_of_an_hour(town: Phones, grade: Press) -> None:
    incident = await opened(town, at(9, 14), ["coordinator"])
    town.town.clock.moment = at(9, 20)
    await town.press("coordinator", card(incident, grade))
    await town.town.sweep_outbox()
    town.town.clock.moment = at(9, 28)
    await town.press("coordinator", card(incident, Press.UNDO))
    assert await asked_of(town) == [("coordinator", False)]  # whoever took it back is looking at it
    back = await town.town.incident(incident.id)
    assert (back.doubt, back.danger_grade, back.department_id, back.danger_asked_at) == (Doubt.DANGER, None, None, at(9, 28))
    for moment, doubt in ((at(9, 42), Doubt.DANGER), (at(9, 43), None)):
        town.town.clock.moment = moment
        await tick(town.town.around())
        assert (await town.town.incident(incident.id)).doubt is doubt


async def test_whoever_else_is_asked_hears_it_ring(town: Phones) -> None:
    await town.town.enrol("second", town.town.who("coordinator").role)
    incident = await opened(town, at(9, 14), ["coordinator", "second"])
    await town.press("coordinator", card(incident, Press.GRADE_NONE))
    await town.town.sweep_outbox()
    await town.press("coordinator", card(incident, Press.UNDO))
    assert await asked_of(town) == [("coordinator", False), ("second", True)]


async def test_a_doubtful_card_that_was_closed_by_mistake_is_asked_about_again(town: Phones) -> None:
    incident = await opened(town, at(9, 14), ["coordinator"])
    await town.town.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.CHAT)
    await town.town.sweep_outbox()
    town.town.clock.moment = at(9, 20)
    await town.press("coordinator", card(incident, Press.UNDO))
    assert await asked_of(town) == [("coordinator", False)]
    assert (await town.town.incident(incident.id)).danger_asked_at == at(9, 20)


async def test_another_act_taken_back_asks_nothing_anew(town: Phones) -> None:
    incident = await opened(town, at(9, 14), ["coordinator"])
    await town.town.act(incident.id, Act.CONTROL, "head")
    await town.town.sweep_outbox()
    await town.press("head", card(incident, Press.UNDO))
    assert await asked_of(town) == []
    assert (await town.town.incident(incident.id)).danger_asked_at == at(9, 14)


@pytest.mark.parametrize(("grade", "says"), [(Press.GRADE_NONE, "Записали: не опасно"), (Press.GRADE_RISK, "Записали: есть риск")])
async def test_duty_that_has_no_card_keeps_the_button_in_place_of_the_question(town: Phones, grade: Press, says: str) -> None:
    incident = await opened(town, at(2), ["duty"])
    await town.press("duty", card(incident, grade), message_id=QUESTION)
    ((code, message, edit),) = await heard_by(town, "duty")
    assert (code, edit) == ("danger_answered", QUESTION)
    assert says in message.html and "до 2:10" in message.html
    (button,) = message.rows[0]
    assert (button.label, button.data) == ("Вернуть вопрос", CardButton(press=Press.UNDO, incident=incident.id).pack())
    town.town.clock.move(minutes=9)
    await town.press("duty", button.data or "")
    back = await town.town.incident(incident.id)
    assert (back.doubt, back.danger_asked_at) == (Doubt.DANGER, at(2, 9))
    assert await asked_of(town) == [("duty", False)]


async def test_the_line_that_is_true_no_more_goes_with_its_button(town: Phones) -> None:
    incident = await opened(town, at(2), ["duty"])
    await town.press("duty", card(incident, Press.GRADE_NONE), message_id=QUESTION)
    ((_, answered, _),) = await heard_by(town, "duty")
    await town.town.sweep_outbox()
    await town.press("duty", card(incident, Press.UNDO), message_id=QUESTION, reply_markup=markup(answered))
    heard = {code: (message, edit) for code, message, edit in await heard_by(town, "duty")}
    assert "undone" in heard
    message, edit = heard["undone"]
    assert edit == QUESTION and message.rows == ()
    assert message.html.startswith("<b>Вернули, как было</b>") and "не опасно" not in message.html
    again = await town.press("duty", card(incident, Press.UNDO), message_id=QUESTION, reply_markup=markup(answered))
    assert again is not None and again.startswith("Уже вернули или время вышло")


async def test_a_card_on_which_the_act_is_taken_back_stays_a_card(town: Phones) -> None:
    incident = await opened(town, at(9, 14), ["coordinator"])
    await standing(town.town, incident.id, "coordinator")
    await town.press("coordinator", card(incident, Press.GRADE_RISK), message_id=QUESTION)
    await town.town.sweep_outbox()
    shown = Message(
        html="", rows=((Button(label="Вернуть", data=card(incident, Press.UNDO).pack()), Button(label="Пост", url="https://vk.com/1")),)
    )
    await town.press("coordinator", card(incident, Press.UNDO), reply_markup=markup(shown))
    assert "undone" not in {code for code, _, _ in await heard_by(town, "coordinator")}


def markup(message: Message) -> Any:  # Any: JSON of Telegram
    """The buttons of a message as a press brings them."""
    found = keyboard(message.rows)
    return found.model_dump(exclude_none=True) if found is not None else None


async def test_whoever_has_the_card_has_the_button_there_and_the_question_goes(town: Phones) -> None:
    incident = await opened(town, at(9, 14), ["coordinator"])
    await standing(town.town, incident.id, "coordinator")
    await town.press("coordinator", card(incident, Press.GRADE_RISK), message_id=QUESTION)
    rows = [row for row in await town.town.rows() if row.chat_id == town.user("coordinator") and row.kind == "say"]
    assert [row.code for row in rows] == ["delete"]


@pytest.mark.parametrize("act", [Act.DANGER_DENIED, Act.SAFE])
async def test_duty_whose_card_leaves_has_the_button_where_it_stood(town: Phones, act: Act) -> None:
    incident = await town.town.open("Провод искрит", **NOW)
    await standing(town.town, incident.id, "duty")
    await town.town.act(incident.id, act, "duty")
    ((code, message, _edit),) = await heard_by(town, "duty")
    assert code == "card_moved" and [button.label for row in message.rows for button in row] == ["Вернуть «опасно»"]
    await town.press("duty", card(incident, Press.UNDO))
    assert (await town.town.incident(incident.id)).danger_grade is DangerGrade.NOW
