"""What is said of duty: the roster, swaps, the watch."""

from datetime import datetime

from incidents.ids import FileJobId, OfficialId, ShiftId
from incidents.outbox_message import AboutOfficial, OutboxMessage


class Roster(AboutOfficial, code="duty", is_screen=True):
    """A week of the roster (/duty)."""

    page: int = 0


class RosterDay(AboutOfficial, code="duty_day", is_screen=True):
    """A day of the roster, to be changed. `day`: its ordinal."""

    day: int
    page: int = 0


class DayPartMenu(OutboxMessage, code="duty_part", is_screen=True):
    """Which part of the day a person takes. `day`: its ordinal."""

    day: int
    person: OfficialId


class RosterGaps(OutboxMessage, code="duty_gaps"):
    """Hours that nobody has taken yet."""

    until: datetime


class RosterExport(OutboxMessage, code="duty_export"):
    """The roster as a table."""


class YourShifts(AboutOfficial, code="your_shifts"):
    """One's own shifts, as they stand now."""


class RosterReport(OutboxMessage, code="roster_report"):
    """The dry run of a table of the roster."""

    file: FileJobId


class RemoveShiftMenu(OutboxMessage, code="duty_remove", is_screen=True):
    """«Убрать смену»: the list by numbers."""

    page: int = 0


class AskShifts(OutboxMessage, code="ask_shifts"):
    """Shifts to add, in lines."""


class ShiftBegan(AboutOfficial, code="shift_began"):
    """The watch is yours."""


class ShiftOver(OutboxMessage, code="shift_over"):
    """The watch is over."""


class SwapShiftMenu(AboutOfficial, code="duty_swap", is_screen=True):
    """«Поменяться»: which of one's own shifts."""


class SwapPeopleMenu(AboutOfficial, code="duty_swap_with", is_screen=True):
    """«Поменяться»: with whom."""

    shift: ShiftId


class AboutSwap(OutboxMessage):
    """Speaks of one request to swap."""

    swap: int


class SwapAsked(AboutSwap, code="swap_asked"):
    """To the colleague: will you take it?"""


class SwapTaken(AboutSwap, code="swap_taken"):
    """To whoever asked: it was taken."""


class SwapRefused(AboutSwap, code="swap_refused"):
    """To whoever asked: it was not taken."""


class SwapTold(AboutSwap, code="swap_told"):
    """To the coordinators: a shift changed hands."""
