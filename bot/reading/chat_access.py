"""Chats of Telegram in this process: threads and whole albums.

A chat that the bot does not hear is a broken source, said in words.
"""

import asyncio
from collections.abc import Sequence

from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from collectors.pushed.drain import AT_ONCE, Drain
from collectors.telegram.message import answered_by, first_of, message_in
from collectors.telegram.network import BY_ADDING, KIND
from collectors.telegram.pushed import album_of, read_row, updates_of, whole_albums
from collectors.telegram.refs import ref_in
from handlers.sources.chats_words import lacking
from incidents.posts import Collector, Network, Source, SourceBroken, sealed
from incidents.sources.networks import NetworkKind
from incidents.sources.pushed import EventNews, PushedRow
from incidents.sources.source_links import FoundWall

ALBUM = 1.0
"""Real seconds that the parts of an album may come one after another."""


class ChatAccess:
    """How chats that are sources are read."""

    kind: NetworkKind = KIND

    def __init__(self, storage: Storage, *, album: float = ALBUM) -> None:
        self._storage, self._album = storage, album

    async def look(self, address: str) -> FoundWall:
        """No chat is looked at by its link: whoever adds the bot is asked. Raises SourceBroken."""
        raise SourceBroken(BY_ADDING, fatal=True)

    def collector_of(self, source: Source) -> Collector | None:
        """Who reads a chat; None for another network."""
        return _Chat(self._storage, source, self._album).drain if source.network is Network.TELEGRAM else None


class _Chat:
    """One chat. What a row answers is looked up before the row is read."""

    def __init__(self, storage: Storage, source: Source, album: float) -> None:
        self._storage, self._source, self._album = storage, source, album
        self._channels: frozenset[int] = frozenset()
        self._under: dict[int, str] = {}
        self.drain = Drain(self._rows, self._read)

    async def _rows(self, after: int) -> Sequence[PushedRow]:
        rows = await self._new(after)
        if rows and album_of(rows[-1]) is not None and len(rows) < AT_ONCE:  # the rest of it may be on its way
            await asyncio.sleep(self._album)
            rows = await self._new(after)
        whole = whole_albums(_without_half(rows))
        async with self._storage.transaction() as tx:
            self._channels = frozenset(each.chat_id for each in await tx.source_chats.standing() if each.is_channel)
            await self._threads(tx, whole)
        return whole

    async def _new(self, after: int) -> Sequence[PushedRow]:
        async with self._storage.transaction() as tx:
            source = await tx.sources.get(self._source.id)  # a group that became a supergroup has another number
            rows = await tx.pushed.after(source, after, limit=AT_ONCE)
            chat = await tx.source_chats.of_source(source.id)
        if not rows and chat is not None and not chat.is_heard:
            raise SourceBroken(lacking(chat)[0])
        return rows

    async def _threads(self, tx: Tx, rows: Sequence[PushedRow]) -> None:
        """The post that the thread of each row began with; rows of one batch answer one another too."""
        self._under, began = {}, dict[str, str]()
        for row in rows:
            try:
                message = first_of([message_in(each) for each in updates_of(row)])
                own, answered = ref_in(message["chat"], int(message["message_id"])), answered_by(message, self._channels)
            except (LookupError, TypeError, ValueError, AttributeError):
                continue  # said where the row is read
            if answered is None:
                continue
            under = began.get(answered.external_id) or await _thread(tx, answered.external_id) or answered.external_id
            self._under[row.id] = began[own.external_id] = under

    def _read(self, row: PushedRow) -> EventNews:
        return read_row(row, channels=self._channels, under=self._under.get(row.id))


def _without_half(rows: Sequence[PushedRow]) -> Sequence[PushedRow]:
    """Without an album at the end of a full batch: it comes whole with the next one."""
    album = album_of(rows[-1]) if len(rows) == AT_ONCE else None
    first = next((n for n, row in enumerate(rows) if album is not None and album_of(row) == album), 0)
    return rows[:first] if first else rows


async def _thread(tx: Tx, external_id: str) -> str | None:
    """Where the thread of a message began, as far as it is kept: an answer of ours stands under what it answers."""
    ours = await tx.answers.find(Network.TELEGRAM, external_id)
    post = await tx.posts.get(ours.post_id) if ours else await tx.posts.find(Network.TELEGRAM, external_id)
    post = post or await tx.posts.find(Network.TELEGRAM, sealed(Network.TELEGRAM, external_id))  # its words are gone, its thread goes on
    return (post.post.parent_external_id or post.post.external_id) if post is not None else None
