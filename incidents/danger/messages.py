"""What is said of a danger, calls for help, entrusted cards."""

from incidents.acts.ask_for_help import HelpKind
from incidents.ids import OfficialId
from incidents.outbox_message import AboutIncident
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
