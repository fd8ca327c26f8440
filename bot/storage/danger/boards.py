"""Boards of chats: many dangers as one message."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import String, Table, and_, cast, delete, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.events import event
from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.voice_table import heard, same_post
from bot.storage.delivery.board_tables import board, board_row
from bot.storage.delivery.copies import card_copy
from bot.storage.engine.table import Rows
from bot.storage.intake.posts import post, stored, stored_of
from incidents.danger import store
from incidents.danger.board import Board, DangerCame, OnBoard
from incidents.danger.gravity import Gravity
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act
from incidents.reading import DangerGrade

_FRESH = {"rang": 0, "gravest": Gravity.OTHER.value}
_AUTHOR = cast(post.c.network, String) + literal(":") + post.c.author_id


def _author(row: Any) -> str:  # Any: a row
    return f"{row.network}:{row.author_id}" if row.author_id else ""


class Boards(Rows, store.DangerBoards):
    """Boards of chats, and dangers on them."""

    @override
    async def lately(self, since: datetime, until: datetime) -> Sequence[DangerCame]:
        came = select(incident.c.id, incident.c.danger_since, post.c.network, post.c.author_id).select_from(incident)
        came = came.join(heard, heard.c.incident_id == incident.c.id).join(post, same_post())
        came = came.where(*(table.c.district_id == self.district_id for table in (incident, heard, post)))
        came = came.where(incident.c.danger_since > since, incident.c.danger_since <= until, incident.c.danger_peak == DangerGrade.NOW)
        moments: dict[IncidentId, datetime] = {}
        authors: dict[IncidentId, set[str]] = {}
        for row in await self._all(came):
            moments[row.id] = row.danger_since
            authors.setdefault(row.id, set()).add(_author(row))
        return [DangerCame(incident_id=id, since=at, authors=frozenset(authors[id])) for id, at in moments.items()]

    @override
    async def is_trusted(self, authors: Collection[str], since: datetime) -> bool:
        confirmed = select(event.c.incident_id).join(heard, heard.c.incident_id == event.c.incident_id).join(post, same_post())
        confirmed = confirmed.where(*(table.c.district_id == self.district_id for table in (event, heard, post)))
        confirmed = confirmed.where(event.c.act == Act.DANGER_CONFIRMED, event.c.at >= since)
        by_them = confirmed.where(_AUTHOR.in_(sorted(set(authors) - {""})))
        return await self._first(by_them.limit(1)) is not None

    @override
    async def in_chat(self, chat_id: ChatId) -> Board | None:
        row = await self._first(select(board).where(*self._here(board, chat_id)))
        if row is None:
            return None
        columns = {each.name: row._mapping[each.name] for each in fields(Board)}
        return Board(**{**columns, "gravest": Gravity(row.gravest)})

    @override
    async def dangers(self, chat_id: ChatId) -> Sequence[OnBoard]:
        on_board = select(incident, board_row.c.heard, board_row.c.trusted, card_copy.c.message_id)
        on_board = on_board.join(board_row, board_row.c.incident_id == incident.c.id)
        is_copy = and_(*self._here(card_copy, chat_id), card_copy.c.incident_id == incident.c.id)
        on_board = on_board.outerjoin(card_copy, is_copy).where(incident.c.district_id == self.district_id, *self._here(board_row, chat_id))
        rows = await self._all(on_board.order_by(incident.c.id))
        voices = await self._voices([row.id for row in rows])
        return [
            OnBoard(
                incident=incident_of(row),
                heard=row.heard,
                trusted=row.trusted,
                has_card=row.message_id is not None,
                **voices.get(row.id, _SILENT),
            )
            for row in rows
        ]

    async def _voices(self, ids: Sequence[IncidentId]) -> Mapping[IncidentId, dict[str, Any]]:  # Any: fields of OnBoard
        """The words of each incident's first post, and everybody who wrote of it."""
        posts = stored().add_columns(heard.c.incident_id).join(heard, same_post())
        posts = posts.where(post.c.district_id == self.district_id, heard.c.district_id == self.district_id, heard.c.incident_id.in_(ids))
        voices: dict[IncidentId, dict[str, Any]] = {}
        for row in await self._all(posts.order_by(heard.c.joined_at, post.c.id)):
            first = stored_of(row)
            voice = voices.setdefault(row.incident_id, {"words": first.post.words, "people": first.people, "authors": frozenset()})
            voice["authors"] |= {_author(row)}
        return voices

    @override
    async def chats_of(self, id: IncidentId) -> Sequence[ChatId]:
        chats = select(board_row.c.chat_id).where(board_row.c.district_id == self.district_id, board_row.c.incident_id == id)
        return [row.chat_id for row in await self._all(chats.order_by(board_row.c.chat_id))]

    @override
    async def put(
        self,
        chat_id: ChatId,
        id: IncidentId,
        *,
        topic_id: int | None = None,
        trusted: bool = False,
        calls: bool = False,
        heard: bool = False,
    ) -> None:
        new = insert(board).values(district_id=self.district_id, chat_id=chat_id, topic_id=topic_id, calls=calls, **_FRESH)
        keys = [board.c.district_id, board.c.chat_id]
        await self._run(new.on_conflict_do_update(index_elements=keys, set_={"calls": or_(board.c.calls, new.excluded.calls)}))
        row = insert(board_row).values(district_id=self.district_id, chat_id=chat_id, incident_id=id, trusted=trusted, heard=heard)
        await self._run(row.on_conflict_do_nothing())

    @override
    async def take_off(self, id: IncidentId, chats: Collection[ChatId]) -> None:
        rows = delete(board_row).where(board_row.c.district_id == self.district_id, board_row.c.incident_id == id)
        await self._run(rows.where(board_row.c.chat_id.in_(chats)))

    @override
    async def save(self, changed: Board) -> None:
        values = {name: value for name, value in asdict(changed).items() if name not in {"chat_id", "topic_id", "calls"}}
        await self._run(update(board).where(*self._here(board, changed.chat_id)).values(**{**values, "gravest": changed.gravest.value}))

    @override
    async def mark_heard(self, chat_id: ChatId, ids: Collection[IncidentId]) -> None:
        await self._run(update(board_row).where(*self._here(board_row, chat_id), board_row.c.incident_id.in_(ids)).values(heard=True))
        await self._run(update(board).where(*self._here(board, chat_id)).values(calls=False))

    @override
    async def forget(self, chat_id: ChatId) -> None:
        for table in (board, board_row):
            await self._run(delete(table).where(*self._here(table, chat_id)))

    def _here(self, table: Table, chat_id: ChatId) -> tuple[Any, Any]:  # Any: conditions
        return table.c.district_id == self.district_id, table.c.chat_id == chat_id


_SILENT: dict[str, Any] = {"words": "", "authors": frozenset({""})}  # Any: fields of OnBoard
