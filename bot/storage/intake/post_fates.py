"""What became of each post: its card and where the card stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice
from bot.storage.delivery.copies import card_copy
from bot.storage.engine.table import Rows
from bot.storage.intake.filtered_posts import filtered_post
from bot.storage.intake.posts import post
from incidents.ids import ChatId, DepartmentId, IncidentId, PostId
from incidents.incident import RejectReason, Status
from incidents.posts import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOfPost:
    """The card that a post is a voice of, as it stands now."""

    id: IncidentId
    number: int
    status: Status
    department_id: DepartmentId | None
    route_because: str
    reject_reason: RejectReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFate:
    """A post that was taken in or set aside. `card`: None where it opened none; `is_filtered`: a filter of its source dropped it."""

    post_id: PostId
    revision: int
    network: Network
    external_id: str
    is_unreadable: bool
    is_filtered: bool
    card: CardOfPost | None


class PostFates(Rows):
    """Fates of the district's posts. History that opened no card has none."""

    async def all(self) -> Sequence[PostFate]:
        """Every post of residents that is no history, and whatever is a voice."""
        card = (incident.c.id, incident.c.number, incident.c.status, incident.c.department_id, incident.c.route_because)
        said = (post.c.id, post.c.revision, post.c.network, post.c.external_id, post.c.taken_at, filtered_post.c.filter)
        of_voice = and_(voice.c.district_id == post.c.district_id, voice.c.post_id == post.c.id)
        of_card = and_(incident.c.district_id == voice.c.district_id, incident.c.id == voice.c.incident_id)
        of_filter = and_(filtered_post.c.district_id == post.c.district_id, filtered_post.c.post_id == post.c.id)
        joined = post.outerjoin(voice, of_voice).outerjoin(incident, of_card).outerjoin(filtered_post, of_filter)
        is_read = or_(post.c.taken_at.is_not(None), post.c.set_aside_at.is_not(None))
        theirs = or_(voice.c.post_id.is_not(None), and_(is_read, ~post.c.is_history, ~post.c.by_owner))
        asked = select(*said, *(each.label(f"card_{each.key}") for each in card), incident.c.reject_reason)
        rows = await self._all(asked.select_from(joined).where(post.c.district_id == self.district_id, theirs).order_by(post.c.id))
        return [
            PostFate(
                post_id=row.id,
                revision=row.revision,
                network=Network(row.network),
                external_id=row.external_id,
                is_unreadable=row.taken_at is None and row.card_id is None,
                is_filtered=row.filter is not None,
                card=None
                if row.card_id is None
                else CardOfPost(
                    id=row.card_id,
                    number=row.card_number,
                    status=Status(row.card_status),
                    department_id=row.card_department_id,
                    route_because=row.card_route_because,
                    reject_reason=RejectReason(row.reject_reason) if row.reject_reason else None,
                ),
            )
            for row in rows
        ]

    async def places(self) -> Mapping[IncidentId, Mapping[ChatId, int]]:
        """By card: the chats where it stands, each with its message there."""
        found: dict[IncidentId, dict[ChatId, int]] = defaultdict(dict)
        standing = select(card_copy.c.incident_id, card_copy.c.chat_id, card_copy.c.message_id)
        for row in await self._all(standing.where(card_copy.c.district_id == self.district_id)):
            found[row.incident_id][row.chat_id] = row.message_id
        return found
