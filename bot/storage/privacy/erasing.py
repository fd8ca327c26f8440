"""Erasing a resident: every table of the register, one after another."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, update

from bot.storage.acts.incidents import incident
from bot.storage.answers.answers import answer
from bot.storage.approval.approvals import approval
from bot.storage.delivery.chats import chat
from bot.storage.delivery.inbox import inbox
from bot.storage.delivery.outbox import outbox
from bot.storage.engine.batches import batches
from bot.storage.engine.schema import metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.values import body_of
from bot.storage.intake.contacts import contact
from bot.storage.intake.posts import post
from bot.storage.intake.readings import reading
from bot.storage.people.audit import audit
from bot.storage.people.officials import active, official
from bot.storage.privacy.file_rows import plain, rest_of_file
from bot.storage.privacy.register import REGISTER, By, Fate
from bot.storage.region.region import region_row
from bot.storage.sameness.similar_pairs import similar_pair
from bot.storage.sources.pushed import pushed
from bot.storage.tables.incoming_files import file_job
from incidents.answers.lifecycle import Happening, transition
from incidents.answers.values import AnswerKind, AnswerState
from incidents.approval.values import ApprovalState
from incidents.ids import AnswerId, IncidentId, PostId
from incidents.posts import ERASED, Network, sealed
from incidents.privacy.traces import Traces, traces_of, whole_of
from incidents.privacy.values import AnswerLeaves, Extent
from incidents.reading import MainPlace
from incidents.tables.incoming_files import FileState

_TELEGRAM = (Network.TELEGRAM, Network.PRIVATE)
_READ: dict[str, object] = {  # of a reading: what was taken from the words
    **{"places": [], "parts": [], "persons": [], "danger_words": None, "danger_title": None, "lat": None, "lon": None},
    **{"fingerprint": None, "trouble": None},
}


def of_these(posts: Collection[PostId], alone: Collection[IncidentId]) -> ColumnElement[bool]:
    """Answers to these posts, or about incidents that nobody else told of; an answer to everybody is not one person's."""
    return or_(and_(answer.c.post_id.in_(posts), answer.c.kind != AnswerKind.POST), answer.c.incident_id.in_(alone))


def is_handled(table: Table) -> ColumnElement[bool] | None:
    """Rows that nobody needs any more, in a table where any of them may hold a resident's words. None: all rows."""
    if table.name == "inbox":
        return inbox.c.state != "new"
    if table.name == "source_job":
        return table.c.state.in_(("done", "failed"))
    return None


class Eraser(Rows):
    """Everything of some posts, in one transaction."""

    async def erase(self, reach: Extent, *, at: datetime, old: bool) -> None:
        """Blank every table; `old`: but what is handled, which goes after a week by itself."""
        posts = await self._posts(reach.posts)
        traces = _traces(posts, await self._contacts(reach.posts))
        answers = await self._answers(reach)
        for name, fate in REGISTER.items():
            table = metadata.tables[name]
            match fate.by:
                case By.POST if not (old and fate.outlives):
                    await self._blank(table, fate, table.c.post_id, reach.posts)
                case By.INCIDENT:
                    await self._blank(table, fate, table.c.incident_id, reach.alone)
                    await self._blank_traced(table, fate, reach.shared, traces)
                case By.ANSWER:
                    await self._blank(table, fate, table.c.answer_id, answers)
                case By.HANDLED if not old:
                    await self._clear_handled(table, fate)
        await self._erase_incidents(reach, posts)
        await self._erase_readings(reach.posts)
        await self._erase_answers(answers)
        await self._erase_ways(reach, posts, traces, old=old)
        await self._erase_posts(posts, at)
        self.reworded.anew.update(reach.incidents)
        self.reworded.erased = True

    async def _posts(self, ids: Collection[PostId]) -> list[type_row]:
        mine = select(post).where(post.c.district_id == self.district_id).with_for_update()
        return [row for some in batches(ids) for row in await self._all(mine.where(post.c.id.in_(some)))]

    async def _contacts(self, posts: Collection[PostId]) -> list[str]:
        words = select(contact.c.words).where(contact.c.district_id == self.district_id)
        return [row.words for some in batches(posts) for row in await self._all(words.where(contact.c.post_id.in_(some)))]

    async def _answers(self, reach: Extent) -> list[AnswerId]:
        """Locked until the end: one that was taken to the network since it was looked at is waited for."""
        mine = select(answer.c.id, answer.c.state).where(answer.c.district_id == self.district_id, of_these(reach.posts, reach.alone))
        rows = await self._all(mine.with_for_update())
        if any(row.state == AnswerState.PUBLISHING for row in rows):
            raise AnswerLeaves
        return [row.id for row in rows]

    async def _blank(self, table: Table, fate: Fate, key: ColumnElement[int], ids: Collection[int]) -> None:
        for some in batches(ids):
            these = (table.c.district_id == self.district_id, key.in_(some))
            await self._run(delete(table).where(*these) if fate.drop else update(table).where(*these).values(dict(fate.blank)))

    async def _blank_traced(self, table: Table, fate: Fate, shared: Collection[IncidentId], traces: Traces) -> None:
        """In an incident that others told of too, what repeats the words, names or phones goes; the others' stays."""
        keys = list(table.primary_key.columns)
        for some in batches(shared):
            rows = await self._all(select(table).where(table.c.district_id == self.district_id, table.c.incident_id.in_(some)))
            for row in rows:
                if any(traces.are_in(plain(row._mapping[name])) for name in fate.blank if row._mapping[name]):
                    this = (table.c.district_id == self.district_id, *(column == row._mapping[column.name] for column in keys))
                    await self._run(delete(table).where(*this) if fate.drop else update(table).where(*this).values(dict(fate.blank)))

    async def _clear_handled(self, table: Table, fate: Fate) -> None:
        over = is_handled(table)
        these = (table.c.district_id == self.district_id, *(() if over is None else (over,)))
        await self._run(delete(table).where(*these) if fate.drop else update(table).where(*these).values(dict(fate.blank)))

    async def _erase_incidents(self, reach: Extent, posts: Sequence[type_row]) -> None:
        mine = incident.c.district_id == self.district_id
        for some in batches(reach.alone):
            for row in await self._all(select(incident).where(mine, incident.c.id.in_(some))):
                place, of_settlement = _settlement(row.place)
                blank = {**REGISTER["incident"].blank, "place": place, "place_id": of_settlement}
                await self._run(update(incident).where(mine, incident.c.id == row.id).values(blank))
        whole = "\n".join(_said(row) for row in posts).lower()
        for some in batches(reach.shared):
            for row in await self._all(select(incident).where(mine, incident.c.id.in_(some))):
                said = {name: row._mapping[name] for name in ("danger_words", "danger_title", "trouble")}
                taken = {name: None for name, words in said.items() if words and words.lower() in whole}
                if taken:
                    await self._run(update(incident).where(mine, incident.c.id == row.id).values(taken))

    async def _erase_readings(self, posts: Collection[PostId]) -> None:
        for some in batches(posts):
            mine = select(reading).where(reading.c.district_id == self.district_id, reading.c.post_id.in_(some))
            for row in await self._all(mine):
                body = {**row.body, **_READ, "main": _settlement(row.body["main"])[0]}
                this = (reading.c.district_id == self.district_id, reading.c.post_id == row.post_id, reading.c.revision == row.revision)
                await self._run(update(reading).where(*this).values(body=body))
            either = or_(similar_pair.c.post_id.in_(some), similar_pair.c.other_post_id.in_(some))
            await self._run(delete(similar_pair).where(similar_pair.c.district_id == self.district_id, either))

    async def _erase_answers(self, ids: Collection[AnswerId]) -> None:
        """What is not out yet is dropped, never half: an answer in the network's hands does not come here (`desk/privacy`)."""
        leaves, after = transition(Happening.ERASED)
        for some in batches(ids):
            these = update(answer).where(answer.c.district_id == self.district_id, answer.c.id.in_(some))
            await self._run(these.where(answer.c.state.in_(leaves)).values(state=after))
            await self._run(these.values({**REGISTER["answer"].blank, "look_at": None, "publish_at": None}))
            open_ones = approval.c.state.in_((ApprovalState.WAITING, ApprovalState.EDITED))
            rounds = (approval.c.district_id == self.district_id, approval.c.answer_id.in_(some), open_ones)
            await self._run(update(approval).where(*rounds).values(state=ApprovalState.RECALLED))

    async def _erase_ways(self, reach: Extent, posts: Sequence[type_row], traces: Traces, *, old: bool) -> None:
        """What came in and what goes out: queues, files, chats of the resident with the bot.

        What waits to be read is somebody's news: it goes where it is the very post. What was kept for years (`old`) waits nowhere.
        """
        here = self.district_id
        album = and_(outbox.c.kind == "photos", outbox.c.post_id.is_not(None))  # the others' are put anew
        over = or_(outbox.c.state.in_(("done", "dead")), album)
        about = or_(and_(outbox.c.incident_id.in_(reach.incidents), over), outbox.c.post_id.in_(reach.posts))
        leaving = and_(outbox.c.state == "claimed", outbox.c.kind == "photos")  # known when they stand there, and taken away then
        await self._run(delete(outbox).where(outbox.c.district_id == here, about, ~leaving))
        await self._run(delete(region_row).where(region_row.c.district_id == here, region_row.c.post_id.in_(reach.posts)))
        if old:
            return
        await self._erase_dialogues(_users(posts))
        await self._erase_unread(posts)
        for row in await self._all(select(file_job).where(file_job.c.district_id == here)):
            over_now = row.state in {FileState.DONE, FileState.FAILED}
            if over_now or traces.are_in(plain([row.body, row.contacts])):
                values = {**REGISTER["file_job"].blank, "state": row.state} if over_now else rest_of_file(row, traces)
                await self._run(update(file_job).where(file_job.c.district_id == here, file_job.c.id == row.id).values(values))

    async def _erase_dialogues(self, users: Collection[int]) -> None:
        """Chats of residents with the bot. One who works here now has theirs as an official: cards go on coming there."""
        here = self.district_id
        working = {row.user_id for row in await self._all(select(official.c.user_id).where(*active(here), official.c.user_id.in_(users)))}
        theirs = sorted(set(users) - working)
        await self._run(delete(outbox).where(outbox.c.district_id == here, outbox.c.chat_id.in_(theirs)))
        await self._run(delete(chat).where(chat.c.district_id == here, chat.c.chat_id.in_(theirs)))
        await self._run(update(audit).where(audit.c.district_id == here, audit.c.user_id.in_(theirs)).values(user_id=None))

    async def _erase_unread(self, posts: Sequence[type_row]) -> None:
        """Rows that are one of these posts: the same text from end to end, number or address."""
        texts = [text for row in posts for text in (row.text, _said(row))]
        same = whole_of(texts, [name for row in posts for name in (row.external_id, f"{row.network}:{row.external_id}", row.url)])
        waits = ((region_row, region_row.c.post_id.is_(None)), (pushed, pushed.c.done_at.is_(None)), (inbox, inbox.c.state == "new"))
        for table, unread in waits:
            mine = table.c.district_id == self.district_id
            for row in await self._all(select(table).where(mine, unread)):
                if same.is_in([row._mapping[name] for name in ("key", "url", "text", "raw") if name in table.c]):
                    await self._run(delete(table).where(mine, table.c.id == row.id))
        for network in {row.network for row in posts}:
            ids = [row.external_id for row in posts if row.network == network]
            here = (pushed.c.district_id == self.district_id, pushed.c.network == network)
            await self._run(delete(pushed).where(*here, pushed.c.external_id.in_(ids)))

    async def _erase_posts(self, posts: Sequence[type_row], at: datetime) -> None:
        for row in posts:
            if row.external_id.startswith(ERASED):
                continue
            gone = {"external_id": sealed(row.network, row.external_id), "deleted_at": row.deleted_at or at, "taken_at": row.taken_at or at}
            this = (post.c.district_id == self.district_id, post.c.id == row.id)
            await self._run(update(post).where(*this).values({**REGISTER["post"].blank, **gone}))


def _users(posts: Sequence[type_row]) -> list[int]:
    """Telegram's numbers of the authors."""
    theirs = {row.author_id for row in posts if row.network in _TELEGRAM}
    return sorted(int(id) for id in theirs if id.isascii() and id.isdecimal())


def _said(row: type_row) -> str:
    return "\n".join([row.text, *(words for _, words in row.attached)])


def _traces(posts: Sequence[type_row], contacts: Sequence[str]) -> Traces:
    """Numbers below four digits name nobody.

    Of a contact the telephone tells: how two of them begin may be the same.
    """
    named = [_said(row)[start:end] for row in posts for start, end in row.people]
    ids = [name for row in posts for name in (row.author_id, row.url, row.external_id)]
    traces = traces_of([_said(row) for row in posts], [*named, *ids])
    return replace(traces, digits=traces.digits | traces_of(contacts, ()).digits)


def _settlement(place: dict[str, Any]) -> tuple[dict[str, Any], str | None]:  # Any: JSON
    """Of a place only the village is left: figures by village go on."""
    kept = MainPlace(settlement=place.get("settlement"), settlement_id=place.get("settlement_id"))
    return body_of(kept), kept.settlement_id
