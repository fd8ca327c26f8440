"""Preflight of department groups: which rights the bot lacks.

Told in Russian to the coordinators and to `otklik check`.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import ChatFullInfo, ChatMemberAdministrator, ChatMemberRestricted, ResultChatMemberUnion
from typing_extensions import override

from bot.alert_coordinators import alert_coordinators
from bot.clock import Clock
from bot.delivery.each_alone import TROUBLE, each_alone
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from handlers.people.department_groups_words import LACKS
from incidents.ids import ChatId
from incidents.official import Department
from incidents.people.department_groups import HINDERS, Lack
from incidents.people.messages import GroupChecked

LOG = logging.getLogger(__name__)

EVERY = 3.0  # real seconds between looks at what was connected
AFTER_FAILURE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStanding:
    """How the bot stands in a group."""

    lacks: tuple[Lack, ...]
    hears_all: bool = False  # Telegram sends it every message, not commands and replies alone
    is_public: bool = False  # anybody may open the group by its address
    members: int = 0


async def preflight(bot: Bot, chat_id: ChatId, topic_id: int | None) -> GroupStanding:
    """What the bot lacks in a group and what it hears there. Raises what aiogram raises when Telegram does not answer at all."""
    try:
        chat = await bot.get_chat(chat_id, request_timeout=10)
        member = await bot.get_chat_member(chat_id, bot.id, request_timeout=10)
    except (TelegramBadRequest, TelegramForbiddenError) as error:
        LOG.info("группа %s не видна: %s", chat_id, error)
        return GroupStanding(lacks=(Lack.GONE,))
    if member.status not in {"administrator", "member", "restricted", "creator"}:
        return GroupStanding(lacks=(Lack.GONE,))
    is_admin = isinstance(member, ChatMemberAdministrator)
    return GroupStanding(
        lacks=_lacks(chat, member, topic_id),
        hears_all=is_admin or bool((await bot.me()).can_read_all_group_messages),
        is_public=bool(chat.username or chat.active_usernames),
        members=await bot.get_chat_member_count(chat_id, request_timeout=10),
    )


def _lacks(chat: ChatFullInfo, member: ResultChatMemberUnion, topic_id: int | None) -> tuple[Lack, ...]:
    if isinstance(member, ChatMemberAdministrator):
        return (Lack.TOPICS,) if topic_id is not None and not member.can_manage_topics else ()
    allowed = member.can_send_messages if isinstance(member, ChatMemberRestricted) else None
    if allowed is None:
        allowed = chat.permissions is None or chat.permissions.can_send_messages is not False
    lacks = [] if allowed else [Lack.POST]
    return (*lacks, Lack.TOPICS) if topic_id is not None else tuple(lacks)


class ChatLooks(ABC):
    """Looks at chats whose rights may have changed, until cancelled. `of_what`: chats in a line of the log."""

    of_what: ClassVar[str]

    def __init__(self, storage: Storage, clock: Clock, bot: Bot, nudge: Nudge) -> None:
        self._storage, self._clock, self._bot, self._nudge = storage, clock, bot, nudge

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await self.step()
            except TROUBLE as error:
                LOG.info("права %s не проверены: %s", self.of_what, type(error).__name__)
                await asyncio.sleep(AFTER_FAILURE)
            await asyncio.sleep(EVERY)

    @abstractmethod
    async def step(self) -> int:
        """Look at what is due; gives back how many chats."""


class Groups(ChatLooks):
    """Looks at every group that was connected or whose rights changed."""

    of_what = "в группе"

    @override
    async def step(self) -> int:
        async with self._storage.transaction() as tx:
            waiting = await tx.departments.to_check()
        await each_alone(waiting, self._look)
        return len(waiting)

    async def _look(self, department: Department) -> None:
        assert department.chat_id is not None
        stands = await preflight(self._bot, department.chat_id, department.topic_id)
        told = GroupChecked(
            department=department.id,
            lacks=stands.lacks,
            hears_all=stands.hears_all,
            is_public=stands.is_public,
            members=stands.members,
        )
        async with self._storage.transaction() as tx:
            await tx.departments.checked(department.id, " ".join(stands.lacks), at=self._clock.now())
            await alert_coordinators(tx, told)
        self._nudge.outbox.set()


async def group_line(bot: Bot, department: Department) -> tuple[bool | None, str]:
    """A line of `otklik check` about a department's group: whether cards come there, and how to mend it."""
    assert department.chat_id is not None
    lacks = (await preflight(bot, department.chat_id, department.topic_id)).lacks
    if not lacks:
        return True, f"Группа: {department.title}, права есть"
    is_shut = not HINDERS.isdisjoint(lacks)
    return False if is_shut else None, f"Группа: {department.title}, {'; '.join(LACKS[lack] for lack in lacks)}"
