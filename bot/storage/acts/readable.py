"""Which incidents an official may read, as the database asks it."""

from sqlalchemy import ColumnElement, String, false, func, or_, select, type_coerce

from bot.storage.acts.incidents import incident
from bot.storage.acts.looks import read_request
from incidents.acts.looks import ReadRequestState
from incidents.card_rights import CARD_RIGHTS, Reach
from incidents.official import Official


def readable(reader: Official) -> tuple[ColumnElement[bool], ...]:
    """`rights.may_read` as the database asks it, and what a coordinator let them read."""
    match CARD_RIGHTS.reads[reader.role]:
        case Reach.EVERYTHING:
            return ()
        case Reach.DANGERS:
            asked = incident.c.danger_asked_at.is_not(None)
            theirs: list[ColumnElement[bool]] = [incident.c.holder_id == reader.id, incident.c.danger_grade.is_not(None), asked]
        case Reach.DEPARTMENT:
            theirs = [incident.c.holder_id == reader.id]
            if reader.department_id is not None:
                helped = type_coerce(incident.c.co_departments, String).contains(f'"{reader.department_id}"', autoescape=True)
                theirs += [incident.c.department_id == reader.department_id, helped]
    let = (read_request.c.district_id == incident.c.district_id, read_request.c.incident_id == incident.c.id)
    mine = (read_request.c.official_id == reader.id, read_request.c.state == ReadRequestState.ALLOWED)
    return (func.coalesce(or_(*theirs, select(read_request.c.id).where(*let, *mine).exists()), false()),)  # NULL: not theirs
