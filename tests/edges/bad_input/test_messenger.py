"""Whatever a messenger brings: nothing fails, and every message that is said of it parses and fits."""

import asyncio
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.storage.delivery.inbox import inbox
from bot.storage.engine.own_district import everywhere
from handlers.kit.registry import served
from incidents.incident import Act
from tests.kit.bad_input import WORDS, holds, number_of_cases, spoiled
from tests.kit.every_message import EveryMessage
from tests.kit.phones import BOT_ID, GROUP, Phones, phones

served()  # all classes of buttons

PEOPLE = ("ann", "coordinator", "head", "observer", "resident")
UNPARSED = "does not parse"
PAYLOADS = ("i_", "inc_", "s_", "card_", "")


class Bot:
    """The real inbox, worker, dispatcher and screens, over one file for all cases."""

    def __init__(self, url: str, runner: asyncio.Runner) -> None:
        self.runner = runner
        self.opened = phones(url)
        self.phones: Phones = runner.run(self.opened.__aenter__())
        self.messages = EveryMessage(self.phones.town)
        self.incident = runner.run(self._furnished())

    async def _furnished(self) -> int:
        town = self.phones.town
        incident = await town.open()
        await town.act(incident.id, Act.ACCEPT, "ann")
        await town.draft(incident.id, "ann")
        return incident.id

    def close(self) -> None:
        self.runner.run(self.opened.__aexit__(None, None, None))

    def handle(self, kind: dict[str, Any]) -> None:
        self.runner.run(self._handle(kind))

    async def _handle(self, kind: dict[str, Any]) -> None:
        answered = len(self.phones.telegram.answers())
        await self.phones.put(**kind)
        await self.phones.handle()
        await self._failed_nowhere()
        for toast in self.phones.telegram.answers()[answered:]:
            assert len(toast or "") <= 200, toast
        await self.messages.check()

    async def _failed_nowhere(self) -> None:
        async with self.phones.town.storage.transaction() as tx:
            failed = await tx._all(everywhere(select(inbox.c.error).where(inbox.c.error.is_not(None), inbox.c.error != UNPARSED)))
            await tx._run(everywhere(update(inbox).values(error=None, state="done")))  # the next case begins anew
        assert not failed, [row.error for row in failed]


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[Bot]:
    with asyncio.Runner() as runner:
        made = Bot(sqlite_url, runner)
        yield made
        made.close()


CLASSES = sorted((cls for cls in CallbackData.__subclasses__() if cls.__module__.startswith("handlers.")), key=lambda cls: cls.__prefix__)
PIECES = st.sampled_from(["", "0", "1", "-1", "00", "١", "true", "None", "1e3", "1" * 19, "1" * 20, "roads", "housing", "s-redkino"])


@st.composite
def callback_data(draw: st.DrawFn) -> str:
    """A button of ours with a field or two that are not, or no button at all; as the messenger, it keeps to 64 bytes."""
    if draw(st.integers(0, 9)) == 0:
        return draw(WORDS)[:20] or "x"
    cls = draw(st.sampled_from(CLASSES))
    kinds = [field.annotation for field in cls.model_fields.values()]
    fields = [draw(st.sampled_from(_values(kind))) for kind in kinds]
    for _ in range(draw(st.integers(0, 2))):
        if fields:
            fields[draw(st.integers(0, len(fields) - 1))] = draw(PIECES | st.text(max_size=8))
    if draw(st.integers(0, 9)) == 0:
        fields = fields[1:]
    return ":".join([cls.__prefix__, *map(str, fields)]).encode("utf-8", "replace")[:64].decode("utf-8", "ignore")


def _values(kind: object) -> list[str]:
    """What a field of a button may hold."""
    return [str(each.value) for each in kind] if isinstance(kind, type) and issubclass(kind, Enum) else ["1"]


@number_of_cases(60, 2_500)
def test_any_data_of_a_button(bot: Bot, cases: int) -> None:
    def press(case: tuple[str, str]) -> None:
        who, data = case
        bot.handle({"callback_query": bot.phones.query(who, data)})

    holds(cases, st.tuples(st.sampled_from(PEOPLE), callback_data()), press)


@number_of_cases(30, 1_500)
def test_any_link_that_starts_the_bot_and_any_words_typed_to_it(bot: Bot, cases: int) -> None:
    payload = st.builds(lambda head, tail: f"/start {head}{tail}", st.sampled_from(PAYLOADS), WORDS | st.integers().map(str))
    command = st.builds(lambda name, rest: f"/{name} {rest}", st.sampled_from(["find", "my", "queue", "day", "card", "сводка"]), WORDS)

    def type_it(case: tuple[str, str]) -> None:
        who, text = case
        bot.handle({"message": bot.phones.message(who, text[:4096] or "x", bot.phones.user(who))})

    holds(cases, st.tuples(st.sampled_from(PEOPLE), payload | command | WORDS), type_it)


def wholes(phones: Phones) -> list[dict[str, Any]]:
    """Updates of every kind, each as the messenger brings it."""
    ann, group = phones.user("ann"), GROUP
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9, "file_size": 9}]
    file = {"file_id": "d", "file_unique_id": "d", "file_name": "Штат.xlsx", "file_size": 9, "mime_type": "application/zip"}
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    contact = {"phone_number": "+79031234567", "first_name": "Анна"}
    origin = {"type": "user", "date": 1, "sender_user": phones.sender("resident")}
    thread = {"message_thread_id": 5, "is_topic_message": True}
    member = {"user": {"id": BOT_ID, "is_bot": True, "first_name": "Отклик"}, "status": "left"}
    joined = {"chat": {"id": group, "type": "supergroup", "title": "Дороги"}, "from": phones.sender("ann"), "date": 1}
    said = phones.message("ann", "/my", ann)
    return [
        {"message": said},
        {"message": phones.message("ann", "Починим завтра", ann, reply_to_message=phones.message(None, "карточка", ann))},
        {"message": phones.message("coordinator", "/find яма", phones.user("coordinator"))},
        {"message": phones.message("ann", "/card@otklik_bot 1", group, **thread)},
        {"message": phones.message("ann", None, ann, photo=photo, caption="Готово", media_group_id="7")},
        {"message": phones.message("coordinator", None, phones.user("coordinator"), document=file, caption="Штат")},
        {"message": phones.message("ann", None, ann, voice=voice)},
        {"message": phones.message("ann", None, ann, contact=contact)},
        {"message": phones.message("coordinator", "На Лесной яма", phones.user("coordinator"), forward_origin=origin)},
        {"message": phones.message("ann", None, group, migrate_to_chat_id=-1009)},
        {"message": phones.message("ann", None, group, new_chat_members=[member["user"]])},
        {"edited_message": phones.message("ann", "Починим в среду", ann, edit_date=2)},
        {"callback_query": phones.query("ann", "c1:accept:1")},
        {"callback_query": phones.query("coordinator", "c1:answer:1", group)},
        {"my_chat_member": {**joined, "old_chat_member": {**member, "status": "member"}, "new_chat_member": member}},
        {"my_chat_member": {**joined, "old_chat_member": member, "new_chat_member": {**member, "status": "member"}}},
        {"channel_post": {**phones.message(None, "Отключение воды", ann), "chat": {"id": -1007, "type": "channel", "title": "Новости"}}},
    ]


@pytest.mark.filterwarnings("ignore:Detected unknown update type:RuntimeWarning")  # aiogram's, of an update that is spoiled so
@number_of_cases(60, 2_000)
def test_any_update(bot: Bot, cases: int) -> None:
    holds(cases, spoiled(wholes(bot.phones)), bot.handle)
