"""Modes of a department: trial week, by the coordinator's hand, own.

In a trial week it sees nothing (docs/architecture.md, «An incident's life»).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from incidents.ids import DepartmentId
from incidents.incident import BESIDE, Doubt
from incidents.official import Mode
from incidents.reading import DangerGrade
from incidents.routing.rules import Route, with_coordinator

TRIAL_DAYS = timedelta(days=7)
LONGEST_TRIAL = timedelta(days=31)

NEXT = {Mode.TRIAL: Mode.COORDINATOR, Mode.COORDINATOR: Mode.OWN}
"""What follows when a mode's last day is over."""


def by_mode(way: Route, modes: Mapping[DepartmentId, Mode], danger: DangerGrade | None) -> Route:
    """The same route as the department's mode allows it: to the department, or to the coordinator with the department proposed.

    What is dangerous now does not wait for a coordinator's word; in a trial week it goes to the coordinator and to duty, for nothing at all
    goes to the department. With a doubt the card goes where nothing of the kind holds it.
    """
    to = way.department_id or (way.proposed_id if way.doubt is Doubt.QUESTIONS else None)
    mode = modes.get(to, Mode.OWN) if to is not None else Mode.OWN
    if danger is None and way.doubt in BESIDE and mode is not Mode.OWN:
        waits = with_coordinator(way) if way.department_id is not None else way
        learns = mode is Mode.TRIAL and waits.proposed_id is not None
        return replace(waits, doubt=Doubt.TRIAL) if learns else waits
    is_now = danger is DangerGrade.NOW
    if mode is Mode.OWN or (mode is Mode.COORDINATOR and is_now):
        return way
    doubt = Doubt.TRIAL if mode is Mode.TRIAL and not is_now else way.doubt or Doubt.CONFIRM
    return replace(way, department_id=None, doubt=doubt, proposed_id=way.department_id)


def is_over(mode: Mode, until: date | None, today: date) -> bool:
    """Whether the mode's last day has passed."""
    return mode in NEXT and until is not None and until < today
