"""What is said of acts, card menus and lists of cards."""

from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act
from incidents.outbox_message import AboutIncident, AboutOfficial, OutboxMessage


class CloseMenu(AboutIncident, code="menu_close", is_screen=True):
    """«Закрыть»: outcomes to choose from."""


class CloseUnansweredMenu(AboutIncident, code="menu_unanswered", is_screen=True):
    """«Разъяснили», and nobody has answered the resident: explain now, or close so."""


class RejectMenu(AboutIncident, code="menu_reject", is_screen=True):
    """«Не обращение»: reasons to choose from."""


class AssignMenu(AboutIncident, code="menu_assign", is_screen=True):
    """«Передать»: departments to choose from."""

    page: int = 0


class ReturnMenu(AboutIncident, code="menu_return", is_screen=True):
    """«Не наше»: whose then. `page`: of all departments; None: the likeliest."""

    page: int | None = None


class Disputed(AboutIncident, code="disputed"):
    """The author says that it is not done: to those who may settle it."""


class DisputeKept(AboutIncident, code="dispute_kept"):
    """Whoever has the card leaves it as it is, and says why: to the same."""

    note: int


class AskWhyStays(AboutIncident, code="ask_why_stays"):
    """Why it stays as it is, though the author says that it is not done."""


class MoreMenu(AboutIncident, code="menu_more", is_screen=True):
    """«Ещё…»: what the card has no room for."""


class CoExecutorMenu(AboutIncident, code="menu_co", is_screen=True):
    """«Соисполнитель»: departments to mark. `marks`: as the button has them."""

    marks: str | None = None


class AskCoFacts(AboutIncident, code="ask_co_facts"):
    """«Дать факты»: what this department knows."""


class CoFactsKept(AboutIncident, code="co_kept"):
    """The facts of a co-executor stand on the card."""


class CoFactsReady(AboutIncident, code="co_ready"):
    """Everybody who was asked gave facts."""


class MyList(AboutOfficial, code="my", is_screen=True):
    """What waits for this official (/my)."""

    page: int = 0


class CoordinatorQueue(OutboxMessage, code="queue", is_screen=True):
    """What waits for the coordinator: kinds, or those of kind `key`."""

    key: str = ""
    page: int = 0


class DoneList(AboutOfficial, code="done", is_screen=True):
    """What was answered or closed in a week."""

    page: int = 0


class FoundList(AboutOfficial, code="found", is_screen=True):
    """What fits the words that this official sent last."""

    page: int = 0


class AskFind(OutboxMessage, code="ask_find"):
    """What to look for."""


class TakenBack(AboutIncident, code="taken_back"):
    """A colleague took an act back: the card is this official's again (`yours`), or no longer."""

    act: Act
    by: OfficialId
    yours: bool = True


class Undone(AboutIncident, code="undone"):
    """In place of a line that is no card: what it told is taken back."""


class HistoryMenu(AboutIncident, code="menu_history", is_screen=True):
    """«История»: the log, a page at a time."""

    page: int = 0


class MergeMenu(AboutIncident, code="menu_merge", is_screen=True):
    """«Объединить»: with which."""


class MergeSureMenu(AboutIncident, code="menu_merge_sure", is_screen=True):
    """«Объединить»: asks whether it is meant."""

    into: IncidentId


class NearMenu(AboutIncident, code="menu_near", is_screen=True):
    """«Это уже есть?»: the open cards that are nearest."""


class AskMerge(AboutIncident, code="ask_merge"):
    """The number of the card to merge with."""


class SplitMenu(AboutIncident, code="menu_split", is_screen=True):
    """«Разделить»: messages to mark. `marks`: as the button has them."""

    marks: str | None = None


class SecondQuestion(AboutIncident, code="second_question"):
    """A second question of the post waits longer than a card may wait for its department."""


class SplitPartsMenu(AboutIncident, code="menu_sparts", is_screen=True):
    """«Разделить» one post: its questions, else groups of topics."""


class SplitGroupsMenu(AboutIncident, code="menu_sgroups", is_screen=True):
    """Groups of topics: what else the post asks."""

    page: int = 0


class SplitTopicsMenu(AboutIncident, code="menu_stopics", is_screen=True):
    """Topics of a group: what else the post asks."""

    group: str
    page: int = 0


class AskNote(AboutIncident, code="ask_note"):
    """«Заметка своим»: the words."""


class Noted(AboutIncident, code="noted"):
    """The note stands on the card."""


class DelayMenu(AboutIncident, code="menu_delay", is_screen=True):
    """«Причина»: what keeps it."""


class AskDelay(AboutIncident, code="ask_delay"):
    """The reason of a delay in words."""


class DelayKept(AboutIncident, code="reasoned"):
    """The reason of a delay is kept."""


class PostponeMenu(AboutIncident, code="menu_postpone", is_screen=True):
    """«Отложить»: days to choose from."""


class AskPostpone(AboutIncident, code="ask_postpone"):
    """The day to postpone to, in words."""


class Postponed(AboutIncident, code="postponed"):
    """The card waits for its day."""


class CameBack(AboutIncident, code="came_back"):
    """The day has come: the card is in work again."""


class AskOutside(AboutIncident, code="ask_outside"):
    """«Передать вовне»: to which organisation."""


class AskOutsideDate(AboutIncident, code="ask_outside_date"):
    """When the organisation promised to answer."""


class AskOutsideLetter(AboutIncident, code="ask_outside_letter"):
    """The number of the letter to the organisation."""


class SentOutside(AboutIncident, code="sent_outside"):
    """The card waits for an organisation that is not ours."""


class OutsideCame(AboutIncident, code="outside_came"):
    """The organisation answered: the resident should be told."""


class AskThemAgain(AboutIncident, code="ask_them_again"):
    """The organisation has not answered: somebody should ask again."""


class ForeignCard(AboutIncident, code="foreign_card"):
    """To whoever wanted to see a card of others: a coordinator may show it."""


class ReadAsked(AboutIncident, code="read_asked"):
    """To the coordinators: somebody asks to see a card of others."""

    request: int


class ReadRefused(AboutIncident, code="read_refused"):
    """To whoever asked: the coordinator did not show it."""


class LooksMenu(AboutIncident, code="menu_looks", is_screen=True):
    """«Кто смотрел», a page at a time; for coordinators."""

    page: int = 0


class CardMoved(AboutIncident, code="card_moved"):
    """In place of a card in the chat of whom it is no business of any more."""
