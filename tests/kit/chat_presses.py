"""The bot is added to a chat, and what is known of the chat then."""

from typing import Any

from incidents.sources.chats import SourceChat
from sandbox.telegram.view import RIGHTS
from tests.kit.memberships import membership
from tests.kit.phones import GROUP, Phones


async def added(town: Phones, by: str = "coordinator", *, kind: str = "supergroup", status: str = "member") -> None:
    change: dict[str, Any] = membership(town, by, status, GROUP)
    change["old_chat_member"]["status"] = "left"
    change["chat"] |= {"type": kind, "title": "Двор на Лесной"}
    if status == "administrator":
        change["new_chat_member"] |= dict.fromkeys(RIGHTS, True)
    await town.update(my_chat_member=change)


async def chat_row(town: Phones) -> SourceChat:
    async with town.town.storage.transaction() as tx:
        found = await tx.source_chats.in_chat(GROUP)
    assert found is not None
    return found


async def to(town: Phones, name: str) -> list[str]:
    return [code for code, chat in await town.town.says() if chat == town.user(name)]
