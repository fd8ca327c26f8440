"""Of two copies of one card the older goes at the first press on it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.storage.delivery.copies import Copy
from handlers.danger.buttons import BoardButton, BoardDo
from handlers.kit.buttons import CardButton, Press
from incidents.incident import Act, Incident
from tests.kit.phones import Phones, phones

OLDER, NEWER = 40, 60


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def shown(town: Phones, *message_ids: int) -> Incident:
    """A card that stood in Ann's chat under these numbers; the last one is its copy."""
    incident = await town.town.open()
    await town.town.sweep_outbox()
    async with town.town.storage.transaction() as tx:
        for number in message_ids:
            copy = Copy(incident_id=incident.id, chat_id=town.user("ann"), topic_id=None, message_id=number, shown="h", photos_sent=True)
            await tx.copies.save(copy)
    return incident


async def gone(town: Phones) -> list[object]:
    """Messages that are taken away from Ann's chat."""
    return [row.params["edit"] for row in await town.town.rows() if row.code == "delete" and row.chat_id == town.user("ann")]


def accept(incident: Incident) -> CardButton:
    return CardButton(press=Press.ACCEPT, incident=incident.id)


def text_of(incident: Incident) -> str:
    return f"Вода на дороге · Конаково, Белавинская\n\nУ кого: отдел дорожного хозяйства\n№ {incident.number} · регион № 5418190\nЗаметка"


async def test_an_older_copy_that_is_known_goes_and_the_act_stands(town: Phones) -> None:
    incident = await shown(town, OLDER, NEWER)
    assert (await town.press("ann", accept(incident), message_id=OLDER) or "").startswith("Принято")
    assert await gone(town) == [OLDER]
    assert Act.ACCEPT in await town.town.acts(incident.id)


async def test_an_older_copy_that_nobody_told_us_of_is_known_by_its_text(town: Phones) -> None:
    incident = await shown(town, NEWER)
    await town.press("ann", accept(incident), message_id=OLDER, text=text_of(incident))
    assert await gone(town) == [OLDER]


async def test_an_older_copy_goes_also_when_what_was_pressed_is_refused(town: Phones) -> None:
    incident = await shown(town, NEWER)
    await town.town.act(incident.id, Act.ACCEPT, "peter")
    await town.town.sweep_outbox()
    await town.press("ann", CardButton(press=Press.REOPEN, incident=incident.id), message_id=OLDER, text=text_of(incident))
    assert await gone(town) == [OLDER]


async def test_the_copy_itself_and_a_newer_message_stay(town: Phones) -> None:
    incident = await shown(town, OLDER, NEWER)
    await town.press("ann", accept(incident), message_id=NEWER, text=text_of(incident))
    await town.press("ann", CardButton(press=Press.WHY, incident=incident.id), message_id=NEWER + 5, text=text_of(incident))
    assert await gone(town) == []


async def test_a_reminder_with_the_cards_buttons_is_no_copy(town: Phones) -> None:
    incident = await shown(town, NEWER)
    text = f"Ещё не приняли: вода на дороге, Белавинская · № {incident.number}\nВ 10:00 позовём того, кто вас замещает"
    await town.press("ann", accept(incident), message_id=OLDER, text=text)
    assert await gone(town) == []


async def test_a_list_that_brings_cards_is_no_copy(town: Phones) -> None:
    incident = await shown(town, NEWER)
    await town.press("ann", CardButton(press=Press.SHOW, incident=incident.id), message_id=OLDER, text=f"Известно\n№ {incident.number}")
    assert await gone(town) == []


async def test_a_board_that_a_killed_process_had_sent_goes_when_it_is_pressed(town: Phones) -> None:
    incident = (await town.town.open()).id
    async with town.town.storage.transaction() as tx:
        await tx.boards.put(town.user("ann"), incident)
        board = await tx.boards.in_chat(town.user("ann"))
        assert board is not None
        await tx.boards.save(replace(board, message_id=NEWER))
    for number in (NEWER, NEWER + 5):
        await town.press("ann", BoardButton(do=BoardDo.SHOW, incident=0), message_id=number)
    await town.press("ann", BoardButton(do=BoardDo.BACK, incident=0), message_id=OLDER)
    assert await gone(town) == [OLDER], "the question below a board goes by its own «Назад»"
    await town.press("ann", BoardButton(do=BoardDo.SHOW, incident=0), message_id=OLDER + 1)
    assert await gone(town) == [OLDER, OLDER + 1]


async def test_a_strangers_press_takes_nothing_away(town: Phones) -> None:
    incident = await shown(town, OLDER, NEWER)
    await town.press("resident", accept(incident), chat=town.user("ann"), message_id=OLDER, text=text_of(incident))
    assert await gone(town) == []


@pytest.mark.parametrize("message", [{}, {"chat": None}, {"text": None}])
async def test_a_press_of_any_shape_is_answered(town: Phones, message: dict[str, object]) -> None:
    incident = await shown(town, NEWER)
    await town.press("ann", CardButton(press=Press.ACCEPT, incident=incident.id + 404), message_id=OLDER, text=text_of(incident))
    await town.put(callback_query={"id": "1", "from": town.sender("ann"), "chat_instance": "1", "data": "c1:accept:1", "message": message})
    await town.handle()
    assert await gone(town) == []
