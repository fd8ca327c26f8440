"""What is said of planned works."""

from datetime import datetime

from incidents.ids import AnswerId, FileJobId, PostId, WorksId
from incidents.outbox_message import AboutIncident, AboutOfficial, OutboxMessage


class WorksList(AboutOfficial, code="works", is_screen=True):
    """What is planned (/works)."""

    page: int = 0


class WorksOne(AboutOfficial, code="works_one", is_screen=True):
    """One of the works; `sure`, `move`: what its buttons ask for, `new`: just entered."""

    works: WorksId
    new: bool = False
    sure: bool = False
    move: bool = False


class WorksAnnounced(OutboxMessage, code="works_announced"):
    """«Занести в работы?»: an announcement that was no appeal."""

    post: PostId


class WorksReport(OutboxMessage, code="works_report"):
    """The dry run of a table of works."""

    file: FileJobId


class WorksMoved(AboutIncident, code="works_moved"):
    """The end of works moved, and an answer had promised the old one."""

    works: WorksId
    answer: AnswerId
    old: datetime


class WorksFamilies(OutboxMessage, code="works_families", is_screen=True):
    """What will be switched off: kinds to choose from."""


class AskWorksPlace(OutboxMessage, code="ask_works_place"):
    """Where works are planned."""

    family: str


class AskWorksTime(OutboxMessage, code="ask_works_time"):
    """From when until when."""

    family: str


class AskWorksText(OutboxMessage, code="ask_works_text"):
    """What residents should read."""


class AskWorksUntil(OutboxMessage, code="ask_works_until"):
    """Another end, in words."""

    works: WorksId
