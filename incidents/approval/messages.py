"""What is said of approval."""

from enum import StrEnum

from incidents.ids import AnswerId, OfficialId
from incidents.outbox_message import AboutAnswer, AboutIncident, AboutOfficial, OutboxMessage


class Side(StrEnum):
    """Who reads the words about an answer. Codes stand in the outbox."""

    AUTHOR = "author"
    APPROVER = "approver"


class ApprovalSheet(AboutAnswer, code="approval"):
    """A1: the answer as an approver sees it, with what this reader may do."""

    official: OfficialId | None = None


class ApprovalDue(AboutAnswer, code="approval_due"):
    """The approver's own clock has run out."""


class ApprovalHurry(AboutAnswer, code="approval_hurry"):
    """The coordinator asks to hurry."""


class ApprovalQueue(OutboxMessage, code="approval_queue"):
    """A4: so many answers wait."""


class ApprovalReturnMenu(AboutAnswer, code="menu_approval_return", is_screen=True):
    """«Вернуть…»: the reasons."""


class ApprovalMoreMenu(AboutAnswer, code="menu_approval_more", is_screen=True):
    """What else may be done."""


class ApprovalPrivateMenu(AboutAnswer, code="menu_approval_private", is_screen=True):
    """«Ответить лично»: what it does, and whether to do it."""


class ApprovalThread(AboutAnswer, code="approval_thread"):
    """The thread under the post."""


class ApprovalHistory(AboutAnswer, code="approval_history"):
    """What happened to the incident."""


class AskApprovalEdit(AboutAnswer, code="ask_approval_edit"):
    """«Поправить»: the whole text."""


class AskApprovalTime(AboutAnswer, code="ask_approval_time"):
    """«Назначить время»."""


class AskApprovalOwn(AboutAnswer, code="ask_approval_own"):
    """The approver's own words of what to correct."""


class AskApprovalSilence(AboutAnswer, code="ask_approval_silence"):
    """«Без ответа»: why."""


class AskApprovalReply(AboutAnswer, code="ask_approval_reply"):
    """The approver's words to the author."""


class AskApprovalQuestion(AboutAnswer, code="ask_approval_question"):
    """«Спросить»: the author's words to whoever decides."""


class ApprovalWord(OutboxMessage, code="approval_word"):
    """Words of the other side about an answer."""

    word: int


class ApprovalTold(AboutAnswer, code="approval_told"):
    """These words were passed on."""

    to: Side = Side.APPROVER


class ApprovalReturned(AboutAnswer, code="approval_returned"):
    """A2: the answer came back to its author."""


class ApprovalAgain(AboutAnswer, code="approval_again"):
    """What came back to its author waits for the approver again."""


class ApprovalEdited(AboutAnswer, code="approval_edited"):
    """A3: a fact was changed, the author confirms."""


class MyAnswer(AboutAnswer, code="my_answer"):
    """«Мой ответ»: its text and where it is."""


class ApprovalModes(AboutOfficial, code="approval_modes", is_screen=True):
    """/approval: whose answers are approved; «» is the whole district."""

    department: str = ""


class NobodyApproves(OutboxMessage, code="no_approver"):
    """Answers go out without approval: nobody is there for it."""


class ApproveDoneCheck(OutboxMessage, code="approve_done_check"):
    """The words of «Решено?» wait for the press service, once."""


class LawyerAsked(AboutIncident, code="counsel_asked"):
    """The lawyer is asked, about this answer or about the newest."""

    by: OfficialId
    answer: AnswerId | None = None


class AskLawyerWords(AboutIncident, code="ask_counsel"):
    """The lawyer's words."""


class LawyerAnswered(AboutIncident, code="counsel_given"):
    """What the lawyer said, for whoever asked."""

    note: int


class LawyerWordsKept(AboutIncident, code="counsel_kept"):
    """The lawyer's words went on."""
