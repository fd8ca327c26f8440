"""A chat that is read, without the questions before it."""

from dataclasses import replace

from bot.storage.engine.storage import Storage
from incidents.ids import ChatId
from incidents.official import Role
from incidents.posts import Network
from incidents.sources.chats import ChatKind, ChatState, SourceChat
from incidents.sources.source_links import FoundWall
from tests.kit.chat_updates import CHAT
from tests.kit.desk_town import START, an_official


async def becomes_source(storage: Storage, chat_id: int = CHAT, kind: ChatKind = ChatKind.SUPERGROUP) -> SourceChat:
    async with storage.transaction() as tx:
        by = await tx.officials.enrol(an_official(90, Role.COORDINATOR))
        found = FoundWall(network=Network.TELEGRAM, external_id=str(chat_id), title="Двор на Лесной")
        source = await tx.sources.take(found, by=by.id)
        new = SourceChat(id=0, chat_id=ChatId(chat_id), title="Двор на Лесной", kind=kind, state=ChatState.READ, changed_at=START)
        kept = replace(await tx.source_chats.put(new), source_id=source.id)
        await tx.source_chats.save(kept)
        return kept
