"""Many dangers are one board: since when, when it rings.

A board is one message of a chat that is edited; its row is the danger's delivery.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.danger.gravity import Gravity, gravity_of, since_of
from incidents.deadlines.reminders import UNACCEPTED
from incidents.ids import ChatId, IncidentId
from incidents.incident import Incident

OF_AUTHOR, AUTHOR_SPAN = 3, timedelta(hours=1)
OF_DISTRICT, DISTRICT_SPAN = 6, timedelta(minutes=10)
"""The third danger of one author within an hour is on a board, and the sixth of a district within ten minutes."""

QUIET = timedelta(minutes=3)
"""A board that grew rings no sooner after its last sound."""

TRUSTED_FOR = timedelta(days=30)
"""So long an author is believed after somebody confirmed a danger of theirs."""

EDITED_EVERY = timedelta(seconds=2)
"""So far apart the edits of a board are: between them the chat's other messages go."""

SHOWN_AT_ONCE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The board of a chat. `rang`: how many nobody had taken when it rang last; `gravest`: the gravest that ever rang."""

    chat_id: ChatId
    topic_id: int | None = None
    message_id: int | None = None  # None: it is on its way
    shown_at: datetime | None = None
    shown: str | None = None  # the fingerprint of what stands there
    rang_at: datetime | None = None
    rang: int = 0
    gravest: Gravity = Gravity.OTHER
    calls: bool = False  # the ladder wants it to ring


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """A danger of a board, with what residents said of it."""

    incident: Incident
    authors: frozenset[str]  # "" where one is hidden
    words: str
    people: tuple[str, ...] = ()  # named in the words
    heard: bool = False  # it stood there when the board rang
    trusted: bool = False  # a danger of this author was confirmed lately
    has_card: bool = False  # its card stands in this chat

    @property
    def gravity(self) -> Gravity:
        """How grave it is."""
        return gravity_of(self.incident, self.words)

    @property
    def is_untaken(self) -> bool:
        """Whether nobody has it."""
        return self.incident.status in UNACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerCame:
    """When a danger came, and who told of it."""

    incident_id: IncidentId
    since: datetime
    authors: frozenset[str]


def many_before(danger: DangerCame, lately: Iterable[DangerCame]) -> Sequence[DangerCame]:
    """Those of its author and district that came before, where boards tell; else none."""
    before = [each for each in lately if (each.since, each.incident_id) < (danger.since, danger.incident_id)]
    theirs = [each for each in before if each.since > danger.since - AUTHOR_SPAN and each.authors & (danger.authors - {""})]
    near = [each for each in before if each.since > danger.since - DISTRICT_SPAN]
    is_many = len(theirs) >= OF_AUTHOR - 1 or len(near) >= OF_DISTRICT - 1
    return [each for each in before if each in theirs or each in near] if is_many else ()


def gravest_of(dangers: Iterable[OnBoard]) -> list[OnBoard]:
    """What nobody has taken first, then by gravity; among equals whoever waits longest."""
    return sorted(dangers, key=lambda each: (not each.is_untaken, each.gravity, since_of(each.incident), each.incident.id))


def next_ring(board: Board, dangers: Sequence[OnBoard], now: datetime) -> datetime | None:
    """When the board rings next; None: it does not. Not after `now`: at once."""
    untaken = [each for each in dangers if each.is_untaken]
    if not untaken:
        return None
    if board.rang_at is None:
        return now
    fresh = [each for each in untaken if not each.heard]
    if any(each.trusted or each.gravity < board.gravest for each in fresh):
        return now
    grew = fresh and 2 * len(untaken) >= 3 * board.rang
    return board.rang_at + QUIET if grew or board.calls or _reaches_another_settlement(dangers) else None


def _reaches_another_settlement(dangers: Sequence[OnBoard]) -> bool:
    """Whether the one author names a settlement that did not ring."""
    if len(frozenset().union(*(each.authors for each in dangers))) != 1:
        return False
    rang_in = {each.incident.place.settlement for each in dangers if each.heard}
    return any(each.incident.place.settlement not in rang_in for each in dangers if not each.heard and each.is_untaken)


def of_one_author(dangers: Sequence[OnBoard]) -> Sequence[OnBoard]:
    """What the author of most told alone; none of too few."""
    alone: dict[str, list[OnBoard]] = {}
    for each in dangers:
        if len(each.authors) == 1 and each.is_untaken:
            alone.setdefault(next(iter(each.authors)), []).append(each)
    alone.pop("", None)
    most = max(alone.values(), key=len, default=[])
    return most if len(most) >= OF_AUTHOR else ()
