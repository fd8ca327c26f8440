"""What a card is rendered from, for one incident and viewer."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from handlers.kit.card_values import (
    CoView,
    DangerView,
    HelpView,
    MarkView,
    MassView,
    NewTextView,
    NoteView,
    QuestionView,
    ReactionView,
    ReplyView,
    SimilarView,
    VoiceView,
)
from handlers.kit.networks import Networks
from incidents.acts.delays import Delay
from incidents.acts.outside_requests import Request
from incidents.acts.undo import Undo
from incidents.answers.everyone import Spread
from incidents.answers.values import Answer, AnswerKind
from incidents.approval.values import Approval
from incidents.incident import ClosingOutcome, Incident, Status
from incidents.official import Official
from incidents.promises.values import Promise
from incidents.works.values import Works


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An incident that stood at this place before, for C3 («Что было раньше»)."""

    number: int
    at: datetime
    topic_short: str
    same_topic: bool
    answer_text: str | None
    status: Status
    outcome: ClosingOutcome | None
    closed_at: datetime | None
    broken: date | None = None  # what was promised there, if it was not done


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One incident for one viewer. `viewer` None: a department's group chat."""

    incident: Incident
    topic_short: str  # ≤ 24 characters: the first line
    voices: tuple[VoiceView, ...]  # oldest first, at least one
    department: str | None  # title
    holder: str | None  # title of who accepted
    answer: Answer | None  # the newest that is not cancelled
    earlier: tuple[Earlier, ...]  # newest first
    viewer: Official | None
    timezone: tzinfo
    now: datetime
    networks: Networks
    danger: DangerView = field(default_factory=DangerView)
    promises: tuple[Promise, ...] = ()  # that still ask for «Сделано» or «Новый срок», by their days
    likely_topics: tuple[tuple[str, str], ...] = ()  # slugs and shorts of the two that may be meant (C4)
    acceptor: str | None = None  # who accepted it, where another has it now
    stands_in: str | None = None  # title of who gets it while the holder is on leave
    reaction: ReactionView | None = None  # the author's latest word after an answer
    answer_gone_at: datetime | None = None  # our comment was deleted in the network
    unheard: int = 0  # answers in this thread of the last 90 days to which its author never said a word
    returned: bool = False  # the approver gave the answer back
    approval: Approval | None = None  # the latest round of the newest answer
    reply: ReplyView | None = None  # the author's words under our question
    co: tuple[CoView, ...] = ()  # departments that give facts for the one answer
    questions: tuple[QuestionView, ...] = ()  # while they are not decided, and while one answer to them is collected
    beside: tuple[int, ...] = ()  # numbers of the cards of the same post's other questions
    helps: bool = False  # a group of a department that only gives facts
    merged_number: int | None = None  # № of the incident that this one went into
    undo: Undo | None = None  # the last act, where this viewer may take it back
    silenced: bool = False  # it came without a sound: the day's budget was spent
    photos_lost: bool = False  # the network gave none of the photos
    region_in_use: bool = False  # the district writes the region's numbers: cards tell what is missing there
    has_contact: bool = False  # it is known whom to call back
    asks_call: bool = False  # somebody still is to be called back
    caller: str = ""  # who called back, of an answer by telephone
    note: NoteView | None = None
    delay: Delay | None = None
    request: Request | None = None  # to an organisation that is not ours
    proposed: str | None = None  # title of the department that a mode keeps the card from
    sorted_to: str | None = None  # title of the department that the coordinator chose in a trial week
    mass: MassView | None = None  # the card stands for a mass event
    works: Works | None = None  # planned works that explain it, while nobody has answered
    help: HelpView | None = None
    passed: MarkView | None = None  # thanks: who gave them on
    checking: str | None = None  # a rumour: what may be said while it is checked
    new_text: NewTextView | None = None
    similar: SimilarView | None = None  # «Похоже на № 15», one at a time, where this viewer may merge the two
    repeats: tuple[Answer, ...] = ()  # of the shown answer, in the other places of its voice
    spread: Spread | None = None  # a post to all is out: how far the short replies have come

    @property
    def is_answer(self) -> bool:
        """Whether the newest text answers the resident: a question to them leaves the work where it is."""
        return self.answer is not None and self.answer.kind is not AnswerKind.CLARIFY
