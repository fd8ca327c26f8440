"""Menus, lists and pages answer a press after its commit; they stand in no queue."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot.delivery.courier import Courier
from bot.delivery.screens import AGAIN, Screens
from bot.delivery.send_rate import SharedPace
from bot.renderer import Renderer
from bot.storage.delivery.outbox import Turn
from bot.telegram.incoming.worker import Worker
from bot.wakeups import Nudge
from handlers.kit.buttons import CardButton, ListButton, Listed, Menu, MenuButton, Press
from handlers.kit.choices import PAGE_MARK
from incidents.delivery import Say
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import ChatId, PostId
from incidents.incident import Incident
from incidents.messenger import Dead, Delivery, Gone, Later
from incidents.outbox_message import classes
from incidents.privacy.messages import WordsErased
from incidents.privacy.values import DataOf, Ground, Keep
from tests.kit.danger import NOW as DANGEROUS
from tests.kit.desk_town import StillClock, konakovo
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.post_office import HeldPhotos, RecordingMessenger
from tests.kit.values.samples import place

WORD = "вертилябрик"


@dataclass
class Screened:
    """Phones whose bot shows screens at once through a messenger that writes down."""

    phones: Phones
    messenger: RecordingMessenger
    pace: SharedPace
    incident: Incident
    post: PostId

    async def more(self, **where: Any) -> str | None:
        """«Ещё…» of the card. `where`: fields of the pressed message."""
        return await self.phones.press("ann", CardButton(press=Press.MORE, incident=self.incident.id), **where)

    async def codes(self) -> list[str | None]:
        return [row.code for row in await self.phones.town.rows()]


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Screened]:
    async with screened(database_url) as made:
        yield made


@asynccontextmanager
async def screened(url: str) -> AsyncIterator[Screened]:
    async with phones(url) as made:
        post = await made.town.write(f"На Белавинской вода на дороге, {WORD}")
        incident = (await made.town.take(post)).incident
        assert incident is not None
        desk, messenger = made.town, RecordingMessenger()
        pace, former = SharedPace(desk.storage), made.worker
        screens = Screens(desk.storage, desk.clock, messenger, Renderer(konakovo()), pace)
        dispatcher, bot, nudge, presses = former._dispatcher, former._bot, former._nudge, former._presses
        made.worker = Worker(desk.storage, desk.clock, dispatcher, bot, desk.policy, nudge, presses, show=screens.show)
        yield Screened(made, messenger, pace, incident, post.id)


async def test_a_menu_is_shown_at_once_and_stands_in_no_queue(town: Screened) -> None:
    before = await town.codes()
    assert await town.more() is None
    ((method, chat, message),) = town.messenger.calls
    assert (method, chat) == ("send", town.phones.user("ann"))
    assert {button.label for row in message.rows for button in row} >= {"История"}
    assert await town.codes() == before


async def test_a_page_is_turned_in_the_message_that_was_pressed(town: Screened) -> None:
    onward = MenuButton(menu=Menu.ASSIGN, incident=town.incident.id, choice=f"{PAGE_MARK}1")
    kept: dict[str, Any] = {"reply_markup": {"inline_keyboard": [[{"text": "Дальше", "callback_data": onward.pack()}]]}}
    await town.phones.press("coordinator", onward, message_id=77, **kept)
    assert [method for method, _, _ in town.messenger.calls] == ["edit"]
    assert town.messenger.details[0]["message_id"] == 77


async def test_a_menu_that_the_first_of_two_presses_closed_is_not_posted_anew_by_the_second(town: Screened) -> None:
    town.messenger.says("edit", Gone(because="message to edit not found"))
    await town.phones.press("coordinator", ListButton(what=Listed.QUEUE, key="", page=0), message_id=77)
    assert town.messenger.to(town.phones.user("coordinator")) == ["edit"]


@pytest.mark.parametrize("said", [Later(seconds=3, because="429"), Dead(because="blocked")])
async def test_a_menu_that_the_messenger_does_not_take_asks_for_another_press(town: Screened, said: Later | Dead) -> None:
    town.messenger.says("send", said)
    assert await town.more() == AGAIN
    assert await town.more() is None, "and the next press opens it"


async def test_a_menu_waits_no_longer_than_two_seconds_for_its_turn(town: Screened) -> None:
    for _ in range(20):  # a group's minute is full
        await town.pace.reserve(GROUP, town.phones.town.clock.now(), patience=3600)
    assert await town.more(chat=GROUP) == AGAIN
    assert not town.messenger.calls


async def test_a_command_that_cannot_be_answered_now_waits_in_the_outbox(town: Screened) -> None:
    town.messenger.says("send", Later(seconds=3, because="429"))
    await town.phones.type("ann", "/my")
    row = (await town.phones.town.rows())[-1]
    assert (row.code, row.turn) == ("my", Turn.ANSWER), "before all that nobody asked for"


async def test_a_command_is_shown_at_once_though_a_storm_waits_for_the_pace_of_its_chat(town: Screened) -> None:
    """Cards book one moment of the chat: the next is a person's."""
    desk, chat = town.phones.town, town.phones.user("coordinator")
    clock = Held(desk.clock.moment)
    courier = Courier(
        desk.storage, clock, town.messenger, Renderer(konakovo()), HeldPhotos(), desk.policy, Nudge(poll=0.05), pace=town.pace
    )
    await desk.sweep_outbox()
    for number in range(5):
        await desk.open(f"Провод искрит у дома {number}", main=place("Конаково", f"Улица {number}"), **DANGEROUS)
    async with asyncio.TaskGroup() as group, asyncio.timeout(30):
        running = group.create_task(courier.run())
        while not (town.messenger.to(chat) and clock.waiting and await paused(town, chat)):  # noqa: ASYNC110 - for the courier
            await asyncio.sleep(0.02)
        sent = town.messenger.to(chat)
        await town.phones.type("coordinator", "/my")
        assert town.messenger.to(chat) == [*sent, "send"]
        assert "my" not in await town.codes(), "it stands in no queue"
        running.cancel()


async def test_a_screen_is_read_before_all_that_waits_for_the_base(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts to be taken in stand there, boards to be drawn."""
    async with screened(sqlite_url) as town:
        assert await order_at_the_base(town, monkeypatch) == ["screen", *["another"] * 3]


async def order_at_the_base(town: Screened, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    order = list[str]()
    storage, render = town.phones.town.storage, Renderer.say

    async def noted(*args: Any, **more: Any) -> Any:  # Any: of any message
        order.append("screen")
        return await render(*args, **more)

    async def another() -> None:
        async with storage.transaction():
            order.append("another")

    async def shows() -> None:
        show = town.phones.worker._show
        assert show is not None
        await show([Say(chat_id=town.phones.user("ann"), code="help", params={"official": 1})])

    monkeypatch.setattr(Renderer, "say", noted)
    async with asyncio.TaskGroup() as group, storage.transaction():
        for _ in range(3):
            group.create_task(another())
        await asyncio.sleep(0.01)
        group.create_task(shows())
        await asyncio.sleep(0.01)
    return order


class Held(StillClock):
    """Whoever sleeps waits for good and keeps what it booked."""

    waiting = 0

    async def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.waiting += 1
            await asyncio.Event().wait()


async def paused(town: Screened, chat: ChatId) -> bool:
    async with town.phones.town.storage.transaction() as tx:
        return await tx.chats.paused_until(chat) is not None


async def test_a_menu_of_what_is_gone_says_so(town: Screened) -> None:
    toast = await town.phones.press("ann", CardButton(press=Press.MORE, incident=999))
    assert toast is not None
    assert not town.messenger.calls


async def test_a_press_that_waited_out_a_restart_opens_its_menu_too(town: Screened) -> None:
    await town.phones.put(callback_query=town.phones.query("ann", CardButton(press=Press.MORE, incident=town.incident.id).pack()))
    town.phones.town.clock.moment = town.phones.town.clock.moment.replace(hour=23)
    await town.phones.handle()
    assert town.messenger.to(town.phones.user("ann")) == ["send"]
    assert not town.phones.telegram.answers(), "Telegram has forgotten the press, its toast is not sent"


async def test_a_menu_that_was_on_its_way_while_words_were_erased_loses_them(town: Screened, monkeypatch: pytest.MonkeyPatch) -> None:
    real = town.messenger.send

    async def slow(*args: Any, **more: Any) -> Delivery:  # Any: of any call
        sent: Delivery = await real(*args, **more)
        async with town.phones.town.storage.transaction() as tx:
            target = Target(whose=DataOf.AUTHOR, post=town.post)
            await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=town.phones.town.clock.now())
        return sent

    monkeypatch.setattr(town.messenger, "send", slow)
    await town.more()
    assert WordsErased.codes[0] in await town.codes()


def test_what_asks_and_what_tells_is_no_screen() -> None:
    """A question's state is committed with it; a fact is lost by nobody."""
    screens = {code for code, each in classes().items() if each.is_screen}
    assert {code for code in classes() if code.startswith("menu_")} <= screens
    assert not {code for code in screens if code.startswith("ask_")}
    assert not screens & {"delete", "invitation", "approval", "summary", "order", "erasure_act"}
