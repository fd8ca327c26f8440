"""What is said of summaries, their lists, decisions and orders."""

from datetime import datetime

from incidents.head.summary import SUMMARY_JOB
from incidents.ids import OfficialId
from incidents.outbox_message import AboutIncident, OutboxMessage


class ControlChanged(AboutIncident, code="control_changed"):
    """Somebody else took off the control that the head had put, or put it back (`on`)."""

    by: OfficialId
    on: bool


class DuringSpan(OutboxMessage):
    """Shows the figures of [since, until)."""

    since: datetime
    until: datetime


class DailySummary(DuringSpan, code=SUMMARY_JOB):
    """The head's morning; `fix`: until when a correction may come."""

    at: datetime  # when it was put into the outbox
    fix: datetime | None = None


class SummaryFor(OutboxMessage, code="summary_for", is_screen=True):
    """The figures that somebody asked for (/summary). `key`: a period, today's for what is none."""

    key: str = ""


class SummaryOfSpan(DuringSpan, code="summary_span"):
    """«За период…»."""


class SummaryCorrection(DuringSpan, code="summary_correction"):
    """What came to be known after a doubtful summary."""


class SummaryPicture(DuringSpan, code="summary_picture"):
    """The picture under the summary that stands as message `under`."""

    under: int


class HeadList(OutboxMessage):
    """Opens under a summary: the button names its span in seconds."""

    since: int
    until: int


class PagedHeadList(HeadList):
    """Turns page by page."""

    page: int = 0


class HeadDecide(HeadList, code="head_decide", is_screen=True):
    """«Решить вам»."""


class HeadLate(PagedHeadList, code="head_late", is_screen=True):
    """«Не успели»."""


class HeadPromises(PagedHeadList, code="head_promises", is_screen=True):
    """«Обещания»."""


class HeadDisputes(PagedHeadList, code="head_disputes", is_screen=True):
    """«Сделано, но житель спорит»."""


class HeadSuggestions(PagedHeadList, code="head_suggestions", is_screen=True):
    """«Предложения» of the month in which the span ends."""


class HeadReport(HeadList, code="head_report", is_screen=True):
    """«Для доклада»."""


class HeadTopics(HeadList, code="head_topics", is_screen=True):
    """«Темы»."""


class HeadPlaces(HeadList, code="head_places", is_screen=True):
    """«Посёлки»."""


class HeadDepartments(HeadList, code="head_departments", is_screen=True):
    """«Отделы»."""


class HeadExcel(HeadList, code="head_excel"):
    """The workbook of the span."""


class HeadPeriods(HeadList, code="head_periods", is_screen=True):
    """Other periods to choose from."""


class AskPeriod(OutboxMessage, code="ask_period"):
    """«Свои даты…»."""


class Brief(OutboxMessage, code="brief", is_screen=True):
    """«Что сказать» about the day that ends at this second."""

    until: int


class BriefOne(AboutIncident, code="brief_one", is_screen=True):
    """«Что сказать» about one trouble."""


class AskBriefDay(OutboxMessage, code="ask_brief_day"):
    """«Что сказать»: another day in words."""


class Agenda(OutboxMessage, code="agenda", is_screen=True):
    """The coordinator's evening: what the head might decide."""


class AgendaItem(AboutIncident, code="agenda_item", is_screen=True):
    """One matter of the evening with its buttons."""


class AskAgendaWords(AboutIncident, code="ask_agenda_words"):
    """«Предлагаем…»."""


class AskAgendaNumber(OutboxMessage, code="ask_agenda_number"):
    """«Добавить по номеру»."""


class OrderMenu(AboutIncident, code="menu_order", is_screen=True):
    """«Поручить…»: to report until when."""


class OrderVoiceMenu(AboutIncident, code="menu_ovoice", is_screen=True):
    """«Голосом»: the same moments, then a recording."""


class AskOrderWhen(AboutIncident, code="ask_order_when"):
    """To report until when, in words."""


class AskOrder(AboutIncident, code="ask_order"):
    """What is ordered, in words."""


class AskOrderVoice(AboutIncident, code="ask_order_voice"):
    """What is ordered, as a recording."""


class VoiceWanted(OutboxMessage, code="voice_wanted"):
    """A recording or words are waited for, something else came."""


class Ordered(AboutIncident, code="ordered"):
    """To whoever ordered: the department was told."""

    until: datetime


class AboutOrder(OutboxMessage):
    """Speaks of one order."""

    order: int


class OrderGiven(AboutOrder, code="order"):
    """To those who report."""


class OrderDue(AboutOrder, code="order_due"):
    """To those who have not reported in time."""


class OrderSilent(AboutOrder, code="order_silent"):
    """To whoever ordered: nobody has reported in time."""


class AskReport(AboutOrder, code="ask_report"):
    """«Доложить»."""


class OrderReported(AboutOrder, code="order_reported"):
    """To whoever reported: it went."""


class OrderReport(AboutOrder, code="order_report"):
    """The report, to whoever ordered."""


class AskClarify(AboutOrder, code="ask_clarify"):
    """«Уточнить»."""


class OrderTaken(AboutOrder, code="order_taken"):
    """To whoever reported: it is enough."""


class Controlled(OutboxMessage, code="controlled"):
    """What the head watches (Monday)."""


class ControlledAll(OutboxMessage, code="controlled_all"):
    """All of it, page by page."""

    page: int = 0
