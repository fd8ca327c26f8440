"""An answer to a resident and its states.

`lifecycle.py` says what leads where (docs/architecture.md, «An answer walks under the post»).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from incidents.errors import DomainError
from incidents.ids import AnswerId, DistrictId, IncidentId, OfficialId, PostId
from incidents.incident import Act

HOLD = timedelta(seconds=60)
"""How long a sent answer waits with «Отменить отправку»: a group token can neither edit nor delete a VK comment."""

PROOF_WINDOW = timedelta(seconds=60)
"""How long the thread is re-read after a call whose outcome is not known, before the one retry with the same guid."""


PROOF_EVERY = timedelta(seconds=15)
"""How often the thread is read within the window."""


class AnswerState(StrEnum):
    """Where an answer is in its life."""

    DRAFT = "draft"
    APPROVAL = "approval"
    SCHEDULED = "scheduled"
    PUBLISHING = "publishing"  # committed with its guid before the network is called
    PUBLISHED = "published"
    REFUSED = "refused"  # the network said no: copy and confirm by hand
    UNKNOWN = "unknown"  # nobody can tell: copy and confirm by hand
    CANCELLED = "cancelled"


class AnswerKind(StrEnum):
    """What a text under a post is for. Codes stand in the database: add, never rename."""

    FINAL = "final"
    INTERIM = "interim"  # meets the first answer's clock and starts the final one's
    CORRECTION = "correction"  # «Поправляем себя»: what is published is never edited
    SAFETY = "safety"  # residents are warned of a danger; no answer yet
    CLARIFY = "clarify"  # the author is asked something; no answer yet
    AFTER = "after"  # said when nobody waits any more: of a promise on a closed card, to thanks; changes no clock and no status
    DONE_CHECK = "done_check"  # «Решено?», days after the closing; nobody waits for it and no card shows it
    POST = "post"  # the full answer to all, once, on the wall of the administration; short replies in the threads speak of it


PENDING = frozenset({AnswerState.DRAFT, AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.PUBLISHING})
"""States that bar a second answer to the same voice."""

IN_FLIGHT = PENDING - {AnswerState.DRAFT}
"""Sent by its author, and not out yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFields:
    """A message that is no text of an answer: values for these fields of a template, with its day."""

    fields: tuple[str, ...]
    template: int
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A text for the thread of one post. `guid` makes the network's own repeats harmless."""

    id: AnswerId
    district_id: DistrictId
    incident_id: IncidentId
    post_id: PostId  # the voice that is answered (of a post to all: the one that was told first)
    author_id: OfficialId
    text: str
    state: AnswerState
    guid: str
    created_at: datetime
    publish_at: datetime | None = None
    started_at: datetime | None = None  # of the first call to the network
    tries: int = 0  # calls to the network so far: two at most
    published_at: datetime | None = None
    external_id: str | None = None  # of the comment, e.g. "wall-1_7_r12"
    url: str | None = None
    proved_at: datetime | None = None  # when the comment was seen in the thread by a reader's token
    refusal: str | None = None  # one Russian line
    look_at: datetime | None = None  # when the thread is to be read (again): a call with an unknown outcome, a proof
    message_id: int | None = None  # the author's dialogue message that shows the answer's state
    kind: AnswerKind = AnswerKind.FINAL
    corrects: AnswerId | None = None  # the published answer that a correction speaks of
    shares: AnswerId | None = None  # the post to all that this short reply speaks of
    repeats: AnswerId | None = None  # the answer to the voice's first place, whose words it says in another
    elsewhere: bool = True  # it is repeated in the other places of its voice
    due_by: datetime | None = None  # the deadline that held when it was published; None: nobody waited for it
    typed_id: int | None = None  # the author's own message with the text: they may change it
    by_phone: bool = False  # «Перезвонили»: said to the resident, no network has it
    typed_fields: TypedFields | None = None  # what that message holds; None: the text itself

    @property
    def stands(self) -> bool:
        """Whether a network shows it: what was said by telephone stands nowhere."""
        return self.state is AnswerState.PUBLISHED and not self.by_phone


MAX_LENGTH = 3500
"""Code points of an answer: it fits a preview whole, and is far above what residents read to the end."""

MAX_POST = 2200
"""Of a post to all: the approver reads it with the short replies in one message."""


def max_length(kind: AnswerKind) -> int:
    """Code points that a text of this kind may have."""
    return MAX_POST if kind is AnswerKind.POST else MAX_LENGTH


def valid_text(text: str, limit: int = MAX_LENGTH) -> str:
    """The text without spaces around it. Raises DomainError for an empty or an endless one."""
    text = text.strip()
    if not text:
        raise DomainError("Пустой ответ отправить нельзя. Напишите хотя бы одно предложение")
    if len(text) > limit:
        raise DomainError(f"Длинно: лишних знаков {len(text) - limit}. Сократите и пришлите ещё раз, прежний текст не пропал")
    return text


ACTS = {
    AnswerKind.FINAL: Act.ANSWER,
    AnswerKind.INTERIM: Act.INTERIM,
    AnswerKind.CORRECTION: Act.NOTE,
    AnswerKind.SAFETY: Act.NOTE,
    AnswerKind.CLARIFY: Act.ASK_AUTHOR,
    AnswerKind.AFTER: Act.NOTE,
    AnswerKind.DONE_CHECK: Act.NOTE,
    AnswerKind.POST: Act.ANSWER,
}
"""The act that the publication of such an answer is: its step and its line in the log. A correction may come after the end."""

OF_DEEDS = frozenset({AnswerKind.FINAL, AnswerKind.INTERIM, AnswerKind.CORRECTION, AnswerKind.AFTER, AnswerKind.POST})
"""Kinds that may promise a deed or tell that it is done."""

ANSWERING = frozenset({AnswerKind.FINAL, AnswerKind.INTERIM})
"""Kinds that answer the resident in their own thread. A warning and a question answer nothing yet, a post answers nobody by itself."""

REACTED_TO = ANSWERING | {AnswerKind.CORRECTION, AnswerKind.AFTER}
"""Kinds that an author's next comment reacts to."""

ACCEPTING = ANSWERING | {AnswerKind.POST}
"""Whoever begins one has accepted the incident."""
