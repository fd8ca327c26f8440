"""What is said of a danger, calls for help, entrusted cards."""

from datetime import datetime

from incidents.acts.ask_for_help import HelpKind
from incidents.ids import IncidentId, OfficialId
from incidents.outbox_message import AboutIncident, AboutOfficial, OutboxMessage
from incidents.reading import DangerGrade


class ConfirmDangerMenu(AboutIncident, code="menu_confirm", is_screen=True):
    """«Подтвердилось»: are people hurt?"""


class CalmMenu(AboutIncident, code="menu_calm", is_screen=True):
    """«Не опасно»: asks whether it is meant."""


class CallMenu(AboutIncident, code="menu_call", is_screen=True):
    """«Позвонить»: the numbers for this matter."""


class DangerAnswered(AboutIncident, code="danger_answered"):
    """The answer to «Опасно?», for one who has no card: with the way back."""

    grade: DangerGrade | None = None


class DangerConfirmed(AboutIncident, code="danger_confirmed"):
    """The head hears that it is dangerous indeed."""

    hurt: bool = False
    cut_off: bool = False


class DangerOver(AboutIncident, code="danger_over"):
    """The head hears that a confirmed danger is over, or was none."""


class DangerBoard(OutboxMessage, code="danger_board"):
    """Many dangers of a chat as one message, which is edited."""


class ClearBoardMenu(OutboxMessage, code="board_clear", is_screen=True):
    """«Все не опасно»: asks about all dangers of the board that one author alone told of."""


class BoardCleared(AboutOfficial, code="board_cleared"):
    """These are no dangers any more: with the way back. `until`: how long."""

    incidents: tuple[IncidentId, ...]
    until: datetime


class HelpMenu(AboutIncident, code="menu_help", is_screen=True):
    """«Нужна помощь»: whose."""


class ColleagueMenu(AboutIncident, code="menu_colleague", is_screen=True):
    """Colleagues of this official, to call one."""

    official: OfficialId


class HelpAsked(AboutIncident, code="help_asked"):
    """An official calls for help with a card."""

    by: OfficialId
    kind: HelpKind


class EntrustMenu(AboutIncident, code="menu_entrust", is_screen=True):
    """Colleagues of this official, to entrust a card to one."""

    official: OfficialId


class Entrusted(AboutIncident, code="entrusted"):
    """The chief gave the card to this colleague."""

    by: OfficialId


class Nudged(AboutIncident, code="nudged"):
    """«Напомнить» of the coordinator, to whoever holds the card."""
