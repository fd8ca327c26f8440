"""Table `source_chat`: chats of the messenger that are read, or may be."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, UniqueConstraint, and_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.sources.sources import source
from incidents.errors import NotFound
from incidents.ids import ChatId, SourceId
from incidents.sources import store
from incidents.sources.chats import UNDER_WAY, ChatKind, ChatLack, ChatState, SourceChat

source_chat = Table(
    "source_chat",
    metadata,
    key(),
    district(),
    Column("chat_id", BigInteger, nullable=False),
    Column("title", Words, nullable=False),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("asked_by", KEY, ForeignKey("official.id")),
    Column("decided_by", KEY, ForeignKey("official.id")),
    Column("source_id", KEY, ForeignKey("source.id")),
    Column("lacks", String, nullable=False),  # codes, parted by spaces
    Column("checked_at", Moment),  # when the bot's rights there were looked at; None: they are to be
    UniqueConstraint("district_id", "chat_id"),
    sqlite_autoincrement=True,
)


def source_chat_of(row: type_row) -> SourceChat:
    """A row as the domain's value."""
    return SourceChat(
        id=row.id,
        chat_id=row.chat_id,
        title=row.title,
        kind=ChatKind(row.kind),
        state=ChatState(row.state),
        changed_at=row.changed_at,
        asked_by=row.asked_by,
        decided_by=row.decided_by,
        source_id=row.source_id,
        lacks=tuple(ChatLack(code) for code in row.lacks.split()),
    )


class SourceChats(Rows, store.SourceChats):
    """Chats that are read, or may be."""

    @override
    async def get(self, id: int) -> SourceChat:
        mine = select(source_chat).where(source_chat.c.district_id == self.district_id, source_chat.c.id == id)
        row = await self._first(mine.with_for_update())
        if row is None:
            raise NotFound("Об этом чате бот больше не помнит. Пришлите /sources в самой группе, а в канал добавьте бота заново")
        return source_chat_of(row)

    @override
    async def in_chat(self, chat_id: ChatId) -> SourceChat | None:
        mine = select(source_chat).where(source_chat.c.district_id == self.district_id, source_chat.c.chat_id == chat_id)
        row = await self._first(mine.with_for_update())
        return None if row is None else source_chat_of(row)

    @override
    async def of_source(self, id: SourceId) -> SourceChat | None:
        row = await self._first(select(source_chat).where(source_chat.c.district_id == self.district_id, source_chat.c.source_id == id))
        return None if row is None else source_chat_of(row)

    @override
    async def put(self, new: SourceChat) -> SourceChat:
        values = {**_values(new), "district_id": self.district_id, "chat_id": new.chat_id, "checked_at": None}
        row = insert(source_chat).values(values)
        kept = {name: row.excluded[name] for name in ("title", "kind", "state", "changed_at", "asked_by", "decided_by")}
        same = [source_chat.c.district_id, source_chat.c.chat_id]
        return source_chat_of((await self._all(row.on_conflict_do_update(index_elements=same, set_=kept).returning(source_chat)))[0])

    @override
    async def save(self, changed: SourceChat) -> None:
        this = (source_chat.c.district_id == self.district_id, source_chat.c.id == changed.id)
        await self._run(update(source_chat).where(*this).values(_values(changed)))

    @override
    async def standing(self) -> Sequence[SourceChat]:
        read = (source_chat.c.district_id == self.district_id, source_chat.c.state == ChatState.READ, source.c.removed_at.is_(None))
        its_source = and_(source.c.district_id == source_chat.c.district_id, source.c.id == source_chat.c.source_id)
        stand = select(source_chat).join(source, its_source).where(*read)
        return [source_chat_of(row) for row in await self._all(stand.order_by(source_chat.c.id))]

    @override
    async def under_way(self) -> Sequence[SourceChat]:
        mine = select(source_chat).where(source_chat.c.district_id == self.district_id, source_chat.c.state.in_(UNDER_WAY))
        return [source_chat_of(row) for row in await self._all(mine.order_by(source_chat.c.id).with_for_update())]

    @override
    async def agreed(self, *, before: datetime) -> Sequence[SourceChat]:
        mine = (source_chat.c.district_id == self.district_id, source_chat.c.state == ChatState.AGREED)
        long_ago = select(source_chat).where(*mine, source_chat.c.changed_at <= before)
        return [source_chat_of(row) for row in await self._all(long_ago.order_by(source_chat.c.id).with_for_update())]

    @override
    async def recheck(self, chat_id: ChatId) -> None:
        this = (source_chat.c.district_id == self.district_id, source_chat.c.chat_id == chat_id)
        await self._run(update(source_chat).where(*this).values(checked_at=None))

    async def to_check(self, before: datetime) -> Sequence[SourceChat]:
        """Of those that are read or wait for their announcement: where the bot's rights were never looked at, or before this moment."""
        old = (source_chat.c.district_id == self.district_id, source_chat.c.checked_at.is_(None) | (source_chat.c.checked_at < before))
        due = [source_chat_of(row) for row in await self._all(select(source_chat).where(*old).order_by(source_chat.c.id))]
        read = {each.id for each in await self.standing()}
        return [each for each in due if each.id in read or each.state is ChatState.UNSAID]

    async def checked(self, id: int, *, at: datetime) -> None:
        """The bot's rights there were looked at."""
        this = (source_chat.c.district_id == self.district_id, source_chat.c.id == id)
        await self._run(update(source_chat).where(*this).values(checked_at=at))


def _values(chat: SourceChat) -> dict[str, object]:
    return {
        "title": chat.title,
        "kind": chat.kind,
        "state": chat.state,
        "changed_at": chat.changed_at,
        "asked_by": chat.asked_by,
        "decided_by": chat.decided_by,
        "source_id": chat.source_id,
        "lacks": " ".join(chat.lacks),
    }
