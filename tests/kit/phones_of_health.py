"""Phones of coordinators for tests of health, and faults of SQLite."""

from bot.storage.engine.storage import Storage
from incidents.ids import ChatId
from incidents.messenger import Delivery, Done, Message

ANNA = ChatId(1001)


class Phones:
    """A messenger that takes everything unless told otherwise."""

    def __init__(self) -> None:
        self.got: list[tuple[ChatId, str, bool]] = []
        self.says: dict[ChatId, Delivery] = {}

    async def send(
        self, chat_id: ChatId, message: Message, *, silent: bool = False, topic_id: int | None = None, reply_to: int | None = None
    ) -> Delivery:
        answer = self.says.get(chat_id, Done(message_id=1))
        if isinstance(answer, Done):
            self.got.append((chat_id, message.html, silent))
        return answer

    def titles(self, chat: ChatId = ANNA) -> list[str]:
        """First lines of what a chat got."""
        return [html.splitlines()[0].removeprefix("<b>").removesuffix("</b>") for to, html, _ in self.got if to == chat]


async def pragma(storage: Storage, *statements: str) -> None:
    async with storage._engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        for statement in statements:
            await raw.driver_connection.execute(statement)
