"""What may be done with several cards at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from incidents.card_rights import CARD_RIGHTS
from incidents.ids import IncidentId
from incidents.incident import Act, Incident, Status
from incidents.lifecycle import can
from incidents.official import Official
from incidents.outbox_message import AboutOfficial
from incidents.rights import may
from incidents.routing.topic_rules import family_of

MOST = 60
"""Cards of one choice: a press over all of them is answered in two seconds."""


class BulkMenu(AboutOfficial, code="ask_bulk"):
    """«Несколько сразу»: which cards, and what to do with them.

    `is_handing`: to which department; `is_closing`: how it ended. `more`: so many found no room in the choice.
    """

    incidents: tuple[IncidentId, ...]
    chosen: tuple[IncidentId, ...] = ()
    page: int = 0
    is_handing: bool = False
    is_closing: bool = False
    more: int = 0


class BulkDone(AboutOfficial, code="bulk_done"):
    """What one press did to several cards, with the way back. `left`: those that were left alone."""

    act: Act
    changed: tuple[IncidentId, ...]
    left: tuple[IncidentId, ...]
    until: datetime


def handing_over(by: Official) -> Act:
    """The act by which this official gives a card to another department."""
    return Act.ASSIGN if Act.ASSIGN in CARD_RIGHTS.acts[by.role] else Act.RETURN


def allows(by: Official, what: Act, incident: Incident) -> bool:
    """Whether the card takes this act of theirs.

    What another holds is never taken along.
    """
    is_free = incident.holder_id is None or (incident.holder_id == by.id and what is not Act.ACCEPT)
    return is_free and can(incident.status, what) and may(by, what, incident)


def takes_answer(by: Official, incident: Incident) -> bool:
    """Whether one text for several cards may go to this one."""
    return incident.status is not Status.ANSWERED and allows(by, Act.ANSWER, incident)


def takes_any(by: Official, incident: Incident) -> bool:
    """Whether anything may be done with the card along with others."""
    return any(allows(by, what, incident) for what in (Act.ACCEPT, handing_over(by), Act.ANSWER, Act.CLOSE))


def trouble_of(incident: Incident) -> tuple[str, str]:
    """By which trouble and settlement cards are alike."""
    return family_of(incident.topic).key, incident.place.settlement or ""


def alike(incidents: Iterable[Incident]) -> Sequence[Sequence[IncidentId]]:
    """Cards of one trouble in one settlement together, the most first."""
    groups: dict[tuple[str, str], list[IncidentId]] = {}
    for each in incidents:
        groups.setdefault(trouble_of(each), []).append(each.id)
    return sorted(groups.values(), key=len, reverse=True)
