"""Values of erasing: whose data, on what ground, how far it reaches."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.errors import DomainError
from incidents.ids import IncidentId, OfficialId, PostId


class DataOf(StrEnum):
    """DataOf data go. Codes stand in buttons and in the database: add, never rename."""

    AUTHOR = "author"  # all that one person wrote
    POST = "post"  # one post, with what was said of it
    OFFICIAL = "official"  # one who works here no more


class Ground(StrEnum):
    """Why data are erased. Codes stand in the database: add, never rename."""

    REQUEST = "request"  # the person asked
    ORDER = "order"  # an authority or a court
    TERM = "term"  # they were kept long enough
    AGAIN = "again"  # they were erased, and came back with a copy of the database


GROUNDS = {
    Ground.REQUEST: "просьба самого человека",
    Ground.ORDER: "требование надзора или суда",
    Ground.TERM: "вышел срок хранения",
    Ground.AGAIN: "стёрли раньше, вернулось из копии базы",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long data are kept, by ground and kind (`[keep]` of norms.toml)."""

    words: timedelta = timedelta(days=1826)  # of a message that was worked on, from its closing: five years, as letters of citizens
    idle: timedelta = timedelta(days=365)  # of what nobody had to work on: talk under walls, adverts, drafts thrown away
    talk: timedelta = timedelta(days=3)  # of what residents say among themselves in chats: on Monday Friday's evening is there
    contact: timedelta = timedelta(days=30)  # whom to call back, from the day it was written down
    officials: timedelta = timedelta(days=365)  # names and phones of those who left
    strangers: timedelta = timedelta(days=180)  # numbers of those who wrote to the bot and are no officials
    shown: timedelta = timedelta(days=1826)  # which message of ours shows whose words
    backups: timedelta = timedelta(days=30)  # copies of the database, made outside the program: told in the act


class Term(StrEnum):
    """Terms of `[keep]` that take residents' messages. Codes stand in buttons and in the database: add, never rename."""

    WORDS = "words"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How far an erasure goes."""

    posts: tuple[PostId, ...]
    alone: tuple[IncidentId, ...] = ()  # nobody else told of them
    shared: tuple[IncidentId, ...] = ()  # others wrote of them too: they stay, with the others' words
    open_numbers: tuple[int, ...] = ()  # of incidents that are not closed
    shared_numbers: tuple[int, ...] = ()
    photos: int = 0
    answers: int = 0  # to these posts, in any state
    waiting: int = 0  # of them not out yet: they are dropped
    leaving: int = 0  # of them in the network's hands this very moment
    messages: int = 0  # of ours in chats that show the words, cards included

    @property
    def incidents(self) -> tuple[IncidentId, ...]:
        """All incidents that the posts are about."""
        return (*self.alone, *self.shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """An act of erasing. It holds no word of what was erased."""

    id: int
    whose: DataOf
    ground: Ground
    by: OfficialId | None  # None: the server's command line, or the nightly tick
    at: datetime
    posts: int = 0
    incidents: int = 0
    answers: int = 0
    dropped: int = 0  # answers that were on their way
    messages: int = 0
    photos: int = 0
    backups_until: datetime


class NobodyToErase(DomainError):
    """Nothing is kept of them."""

    default = "Ничего не нашли: ни одного сообщения этого человека в базе нет"


class AnswerLeaves(DomainError):
    """An answer is in the network's hands: it goes whole, and then everything is erased."""

    default = "Ответ этому жителю уходит прямо сейчас. Подождите минуту и повторите: ничего не стёрли"


class StillWorks(DomainError):
    """An official's data are erased after their access is closed."""

    default = "Этот сотрудник работает. Сначала закройте ему доступ: /people"


class NotPerson(DomainError):
    """A community, or a link that names nobody."""

    default = (
        "По этой ссылке человека не узнать. Годятся: vk.com/id123, ok.ru/profile/123, tg://user?id=123 и ссылка на пост или комментарий"
    )
