"""Subjects tell these values of their own on a card."""

from dataclasses import dataclass
from datetime import datetime

from incidents.answers.reactions import Tone
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Voice
from incidents.intake.burst import Mass
from incidents.posts import StoredPost
from incidents.reading import MainPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceView:
    """A voice with its post; `unit_words` of the post are shown, its author is not."""

    voice: Voice
    post: StoredPost


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionView:
    """What the author said after an answer, or anybody of the trouble: a resident's words, masked where they are shown."""

    tone: Tone
    text: str
    by_author: bool = True
    people: tuple[str, ...] = ()  # named in the text
    url: str | None = None  # of a word that no author of the card's voices has said
    others: int = 0  # residents who have said before that it is over


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """The newest note for colleagues. `who` is a department's or an official's title."""

    who: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MassView:
    """One trouble that many write of. The cause is an official's own words."""

    mass: Mass
    addresses: int
    cause_by: str | None = None  # title


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """What somebody said of a danger. `who` is the service: «ЕДДС», «отдел ЖКХ»."""

    who: str
    at: datetime
    hurt: bool = False
    cut_off: bool = False
    by_voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerView:
    """What is known of a danger and done about it; empty where there is none."""

    goes_on: bool = True  # unanswered, «Опасно?» sends the card to a department, not to the coordinator
    quiet: bool = False  # nobody accepted yet and the ladder's next step
    told: tuple[str, ...] = ()  # who knows («ЕДДС», «дежурный координатор», «отдел ЖКХ»)
    told_since: datetime | None = None  # when it came, or came back; None: when the card was opened
    is_again: bool = False  # it was over before
    called: str = ""  # whom the ladder called last: «координатора и руководителя отдела»
    next_call: str = ""  # whom it calls next: «второго дежурного»
    known: MarkView | None = None
    confirmed: MarkView | None = None
    safe: MarkView | None = None
    denied: MarkView | None = None
    warn_by: datetime | None = None  # danger now: until when residents are to be warned
    may_warn: bool = False  # the rescuers are marked as told and no note of safety is out


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    """Who asked for help last, and whose."""

    who: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """What the author wrote under our question."""

    at: datetime
    text: str
    people: tuple[str, ...] = ()  # named in the text


@dataclass(frozen=True, slots=True, kw_only=True)
class CoView:
    """A co-executor on the card. `mine`: the viewer's own department."""

    department_id: DepartmentId
    title: str
    wait_until: datetime
    facts: str | None
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One of several questions of the post. `title` is a department's; None: no rule names one."""

    topic_short: str
    department_id: DepartmentId | None
    title: str | None
    learns: bool = False  # the department is in its trial week: nothing goes to it


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarView:
    """Another card that this one may be the same as."""

    incident_id: IncidentId
    number: int
    topic_short: str
    place: MainPlace
    since: datetime
    more: tuple[int, ...] = ()  # numbers of further ones of one trouble of the whole settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTextView:
    """What a changed text says where people have decided otherwise."""

    topic_short: str
    place: MainPlace
