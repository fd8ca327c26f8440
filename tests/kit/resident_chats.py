"""Chats of residents in a story: who is in them, who adds the bot, who says «Да»."""

from incidents.ids import ChatId
from incidents.official import Role
from tests.kit.desk_town import an_official
from tests.kit.story_town import Json, Story

SECOND, RESIDENT, NEIGHBOUR = 9701, 9702, 9703
YARD, PAPER, TALK = -1001234567, -1007654321, -1007654322
ADMIN = "administrator"


async def second_coordinator(town: Story) -> int:
    """A second coordinator and two residents with Telegram; gives the first coordinator."""
    names = {SECOND: "Вторая", RESIDENT: "Пётр", NEIGHBOUR: "Зоя"}
    await town.control.post("town", users=[{"id": id, "first_name": name, "started": True} for id, name in names.items()])
    async with town.app.storage.transaction() as tx:
        known = an_official(1, Role.COORDINATOR, user_id=ChatId(SECOND), title="Вторая В. В.", district_id=town.district.id)
        await tx.officials.enrol(known)
    return town.who(Role.COORDINATOR)


async def adds_the_bot(town: Story, chat: int, title: str, *, by: int, kind: str = "supergroup", **more: object) -> None:
    """The bot comes into a chat of residents."""
    people = [by, SECOND, RESIDENT, NEIGHBOUR]
    await town.control.post("town", chats=[{"id": chat, "type": kind, "title": title, "members": people, "bot_status": "left", **more}])
    await town.control.post("town", chats=[{"id": chat, "bot_status": ADMIN, "changed_by": by}])


async def becomes_source(town: Story, title: str, by: int, label: str = "Чат жителей") -> None:
    """One coordinator says what the chat is, the second says «Да»."""
    question = await town.message(by, title, button=label)
    await town.press(by, question, label)
    await town.message(by, "Спросили второго координатора")
    consent = await town.message(SECOND, title, button="Да, читать")
    assert "Читать начнём, когда оно там встанет" in str(await town.press(SECOND, consent, "Да, читать"))
    await town.message(by, "Читаем:", title)  # the announcement is seen in the chat a moment before it is known to stand there


async def writes(town: Story, chat: int, text: str, *, by: int = RESIDENT, **more: object) -> int:
    """A resident writes there; gives the message's id."""
    said: Json = await town.control.post("tg/type", user_id=by, chat_id=chat, text=text, **more)
    return int(said["message_id"])
