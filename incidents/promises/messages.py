"""What is said of promises."""

from incidents.outbox_message import AboutIncident


class PromiseToday(AboutIncident, code="promise_today"):
    """The morning of the day that an answer named."""

    promise: int


class PromiseDoneMenu(AboutIncident, code="menu_pdone", is_screen=True):
    """«Сделано»: with a word to the resident, or silently."""


class PromiseDateMenu(AboutIncident, code="menu_pdate", is_screen=True):
    """«Новый срок»: days to choose from."""


class AskPromiseDate(AboutIncident, code="ask_promise_date"):
    """The new day in words."""


class PlanMenu(AboutIncident, code="menu_plan", is_screen=True):
    """«В плане с датой»: days to choose from."""


class AskPlanDay(AboutIncident, code="ask_plan_day"):
    """The day of the plan in words."""


class Planned(AboutIncident, code="planned"):
    """Closed «в плане» with this day."""
