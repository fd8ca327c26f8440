"""What is kept of one person, and how far erasing it goes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, and_, delete, func, or_, select, update
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import heard
from bot.storage.answers.answers import answer
from bot.storage.answers.reactions import reaction
from bot.storage.delivery.copies import card_copy
from bot.storage.engine.batches import batches
from bot.storage.engine.table import type_row
from bot.storage.intake.contacts import contact
from bot.storage.intake.posts import post
from bot.storage.people.audit import audit
from bot.storage.people.officials import official, official_of
from bot.storage.privacy.erasing import Eraser, of_these
from bot.storage.privacy.official_erased import OfficialEraser
from bot.storage.privacy.shown import Place, Shown
from bot.storage.privacy.talk import Talk
from incidents.answers.values import PENDING, AnswerState
from incidents.ids import IncidentId, OfficialId, PostId
from incidents.incident import Status
from incidents.official import Official
from incidents.posts import ERASED, Network
from incidents.privacy.values import Extent

NOT_OUT = (*PENDING, AnswerState.REFUSED, AnswerState.UNKNOWN)
"""States of answers that nobody reads under a post yet; what is in the network's hands is told apart."""

OVER = (Status.CLOSED, Status.REJECTED)


def _is_old(one: FromClause, closed_before: datetime, idle_before: datetime) -> ColumnElement[bool]:
    """Whether a post was kept long enough."""
    live = incident.alias()
    open_or_late = or_(live.c.status.not_in(OVER), func.coalesce(live.c.closed_at, live.c.last_voice_at) >= closed_before)
    told = select(heard.c.post_id).where(heard.c.district_id == one.c.district_id, heard.c.post_id == one.c.id)
    needed = told.join(live, and_(live.c.district_id == heard.c.district_id, live.c.id == heard.c.incident_id)).where(open_or_late).exists()
    idle = and_(~told.exists(), one.c.detected_at < idle_before, one.c.taken_at.is_not(None))
    return or_(and_(told.exists(), ~needed), idle)


class PersonalRows(Talk):
    """Posts of one person with all that was made of them."""

    @override
    async def by_author(self, networks: Collection[Network], author_id: str) -> Sequence[PostId]:
        mine = (post.c.district_id == self.district_id, post.c.network.in_(networks), post.c.author_id == author_id)
        return [row.id for row in await self._all(select(post.c.id).where(*mine, post.c.author_id != "").order_by(post.c.id))]

    @override
    async def by_link(self, network: Network, external_id: str, url: str) -> PostId | None:
        same = or_(and_(post.c.network == network, post.c.external_id == external_id), post.c.url == url)
        found = select(post.c.id).where(post.c.district_id == self.district_id, same).order_by(post.c.id)
        id: PostId | None = await self._scalar(found.limit(1))
        return id

    @override
    async def author_of(self, id: PostId) -> tuple[Network, str]:
        row = await self._one(select(post.c.network, post.c.author_id).where(post.c.district_id == self.district_id, post.c.id == id))
        return Network(row.network), row.author_id

    @override
    async def reach(self, ids: Collection[PostId], *, repeats: bool = True) -> Extent:
        posts = await self._with_repeats(ids) if repeats else set(ids)
        touched = await self._incidents_of(heard.c.post_id, posts) | await self._noted_on(posts)
        others = {row.incident_id for row in await self._heard_in(touched) if row.post_id not in posts}
        alone = await self._with_merged({id for id in touched if id not in others}, touched)
        numbers = {row.id: row for row in await self._incident_rows(touched | alone)}
        about = await self._answers(posts, alone)
        reach = Extent(
            posts=tuple(sorted(posts)),
            alone=tuple(sorted(alone)),
            shared=tuple(sorted(others)),
            open_numbers=tuple(sorted(row.number for row in numbers.values() if row.status not in OVER)),
            shared_numbers=tuple(sorted(numbers[id].number for id in others)),
            photos=await self._photos(posts),
            answers=len(about),
            waiting=sum(state in NOT_OUT for state in about),
            leaving=sum(state == AnswerState.PUBLISHING for state in about),
        )
        return replace(reach, messages=len(await self.places(reach)) + len(await self._copies(reach)))

    @override
    async def erase(self, reach: Extent, *, at: datetime, old: bool = False) -> None:
        await self.beside(Eraser).erase(reach, at=at, old=old)

    @override
    async def places(self, reach: Extent) -> Sequence[Place]:
        standing = {(row.chat_id, row.message_id) for row in await self._copies(reach)}
        shown = self.beside(Shown)
        return sorted({*await shown.places(reach), *await shown.older_cards(reach, standing)} - standing)

    @override
    async def erase_official(self, id: OfficialId, *, at: datetime) -> Sequence[Place]:
        return await self.beside(OfficialEraser).erase(id, at=at)

    @override
    async def officials_who_left(self) -> Sequence[Official]:
        left = (official.c.district_id == self.district_id, ~official.c.active, official.c.user_id > 0)
        return [official_of(row) for row in await self._all(select(official).where(*left).order_by(official.c.id))]

    @override
    async def old_posts(self, *, closed_before: datetime, idle_before: datetime, limit: int) -> Sequence[PostId]:
        mine = (post.c.district_id == self.district_id, ~post.c.external_id.startswith(ERASED), ~post.c.by_owner)
        repeat = post.alias("repeat")
        same = (repeat.c.network == post.c.network, repeat.c.original_id == post.c.external_id, ~repeat.c.external_id.startswith(ERASED))
        lately = ~_is_old(repeat, closed_before, idle_before)
        passed = select(repeat.c.id).where(repeat.c.district_id == self.district_id, *same, ~repeat.c.by_owner, lately)
        old = select(post.c.id).where(*mine, _is_old(post, closed_before, idle_before), ~passed.exists())
        return [row.id for row in await self._all(old.order_by(post.c.id).limit(limit))]

    @override
    async def forget_contacts(self, before: datetime) -> Sequence[Place]:
        await self._run(delete(contact).where(contact.c.district_id == self.district_id, contact.c.at < before))
        return await self.beside(Shown).forget_contacts()

    @override
    async def old_officials(self, before: datetime) -> Sequence[OfficialId]:
        left = (official.c.district_id == self.district_id, ~official.c.active, official.c.left_at < before, official.c.user_id > 0)
        return [row.id for row in await self._all(select(official.c.id).where(*left).order_by(official.c.id))]

    @override
    async def forget_strangers(self, before: datetime) -> int:
        known = select(official.c.user_id).where(official.c.district_id == self.district_id)
        old = (audit.c.district_id == self.district_id, audit.c.at < before, audit.c.user_id.is_not(None), audit.c.user_id.not_in(known))
        return await self._run(update(audit).where(*old).values(user_id=None))

    async def _with_repeats(self, ids: Collection[PostId]) -> set[PostId]:
        """The posts, and those that pass the very words on without a word of their own."""
        found = set(ids)
        for some in batches(ids):
            own = post.alias("own")
            same = and_(own.c.district_id == post.c.district_id, own.c.network == post.c.network, own.c.external_id == post.c.original_id)
            passed = select(post.c.id).join(own, same).where(post.c.district_id == self.district_id, own.c.id.in_(some))
            found |= {row.id for row in await self._all(passed)}
        return found

    async def _incidents_of(self, key: ColumnElement[int], ids: Collection[int]) -> set[IncidentId]:
        found: set[IncidentId] = set()
        for some in batches(ids):
            mine = select(heard.c.incident_id).where(heard.c.district_id == self.district_id, key.in_(some))
            found |= {row.incident_id for row in await self._all(mine.distinct())}
        return found

    async def _noted_on(self, ids: Collection[PostId]) -> set[IncidentId]:
        """Incidents whose cards show these posts as a resident's word."""
        found: set[IncidentId] = set()
        for some in batches(ids):
            these = select(reaction.c.incident_id).where(reaction.c.district_id == self.district_id, reaction.c.post_id.in_(some))
            found |= {row.incident_id for row in await self._all(these.distinct())}
        return found

    async def _heard_in(self, ids: Collection[IncidentId]) -> Sequence[type_row]:
        rows: list[type_row] = []
        for some in batches(ids):
            said = select(heard.c.incident_id, heard.c.post_id).join(post, post.c.id == heard.c.post_id)
            said = said.where(post.c.district_id == self.district_id, ~post.c.external_id.startswith(ERASED))
            rows += await self._all(said.where(heard.c.district_id == self.district_id, heard.c.incident_id.in_(some)))
        return rows

    async def _with_merged(self, alone: set[IncidentId], touched: set[IncidentId]) -> set[IncidentId]:
        """Cards that were merged into these keep the place and the words of theirs; one that kept a voice of somebody else does not go."""
        found, last = set(alone), alone
        while last:
            here = (incident.c.district_id == self.district_id, incident.c.merged_into.in_(last))
            last = {row.id for row in await self._all(select(incident.c.id).where(*here))} - found - touched
            found |= last
        return found

    async def _incident_rows(self, ids: Collection[IncidentId]) -> Sequence[type_row]:
        rows: list[type_row] = []
        for some in batches(ids):
            these = (incident.c.district_id == self.district_id, incident.c.id.in_(some))
            rows += await self._all(select(incident.c.id, incident.c.number, incident.c.status).where(*these))
        return rows

    async def _answers(self, posts: Collection[PostId], alone: Collection[IncidentId]) -> list[str]:
        """States of the answers that go."""
        rows = await self._all(select(answer.c.state).where(answer.c.district_id == self.district_id, of_these(posts, alone)))
        return [row.state for row in rows]

    async def _photos(self, posts: Collection[PostId]) -> int:
        found = 0
        for some in batches(posts):
            rows = await self._all(select(post.c.photos).where(post.c.district_id == self.district_id, post.c.id.in_(some)))
            found += sum(len(row.photos) for row in rows)
        return found

    async def _copies(self, reach: Extent) -> Sequence[type_row]:
        rows: list[type_row] = []
        for some in batches(reach.incidents):
            stands = (card_copy.c.district_id == self.district_id, card_copy.c.incident_id.in_(some))
            rows += await self._all(select(card_copy.c.chat_id, card_copy.c.message_id).where(*stands))
        return rows
