"""What is said of erasing: the question, the confirmation, the act."""

from incidents.ids import OfficialId, PostId
from incidents.outbox_message import OutboxMessage
from incidents.privacy.values import DataOf, Term


class AskErase(OutboxMessage, code="ask_erase"):
    """DataOf data are to go: a link in words."""


class EraseOffer(OutboxMessage, code="erase_offer"):
    """What would go, before anything is done. `sure`: the second screen, which asks on what ground."""

    whose: DataOf
    post: PostId | None = None  # of the author, or the one post
    official: OfficialId | None = None
    sure: bool = False


class EraseLeft(OutboxMessage, code="erase_left"):
    """The question is over: nothing was erased, or (`done`) everything was."""

    done: bool = False


class ErasureAct(OutboxMessage, code="erasure_act"):
    """The act: what went, why, who did it, until when copies keep it."""

    act: int


class WordsErased(OutboxMessage, code="words_erased"):
    """Stands where a resident's words stood. It goes into a message of ours and is never sent as a new one."""


class ContactErased(OutboxMessage, code="contact_erased"):
    """Stands where it said whom to call back. It goes into a message of ours and is never sent as a new one."""


class TermShorter(OutboxMessage, code="keep_shorter"):
    """To the coordinators: a term of `[keep]` would take what was kept until now, and takes nothing before somebody says «Да»."""

    key: Term
    minutes: int  # of the term
    posts: int  # that would go


class HeadsWeekly(OutboxMessage, code="chain_heads"):
    """To the coordinators, once a week: the last digest of the log, an anchor outside the database."""

    day: str  # ISO
    digest: str
    incidents: int
    lines: int
