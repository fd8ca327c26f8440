"""Keep corrections for the nightly learning.

Each voice of the incident was read wrongly.
"""

from datetime import datetime

from incidents.incident import Incident, RejectReason, Status
from incidents.official import Official
from incidents.routing.reading_corrections import NO_APPEAL_REASONS, OUTSIDE, Correction, CorrectionKind
from incidents.transaction import Transaction


async def correct(
    tx: Transaction, incident: Incident, kind: CorrectionKind, *, before: str | None, after: str | None, by: Official, now: datetime
) -> None:
    """Keep one correction for every voice; what changes nothing is no correction."""
    old, new = before or "", after or ""
    if old == new:
        return
    for voice in await tx.voices.of(incident.id):
        if voice.is_part:  # the whole text is about more than this
            continue
        await tx.corrections.add(Correction(post_id=voice.post_id, kind=kind, before=old, after=new, by=by.id, at=now))


async def learn_from(tx: Transaction, before: Incident, after: Incident, *, by: Official, now: datetime) -> None:
    """What an act says of the reading: another topic, department or place, no appeal, not here; and the same taken back.

    A department that follows from a corrected topic or place is no correction of its own.
    """
    same = (before.topic, before.place) == (after.topic, after.place)
    is_ruled = before.rumour and after.department_id == before.proposed_id  # a rumour that is none goes where the rules say
    if same and after.department_id is not None and after.status is Status.ASSIGNED and not is_ruled:
        department = CorrectionKind.DEPARTMENT
        await correct(tx, after, department, before=before.department_id, after=after.department_id, by=by, now=now)
    await correct(tx, after, CorrectionKind.TOPIC, before=before.topic, after=after.topic, by=by, now=now)
    was, now_is = _noise(before), _noise(after)
    if before.rumour and not after.rumour and now_is is None:
        was = RejectReason.RUMOUR  # it was read as one
    await correct(tx, after, CorrectionKind.NOT_APPEAL, before=was, after=now_is, by=by, now=now)
    await correct(tx, after, CorrectionKind.PLACE, before=_where(before), after=_where(after), by=by, now=now)


def _noise(incident: Incident) -> str | None:
    """Why the incident is no appeal; None: it is one."""
    return incident.reject_reason if incident.reject_reason in NO_APPEAL_REASONS else None


def _where(incident: Incident) -> str | None:
    """The place as a correction names it."""
    return OUTSIDE if incident.reject_reason is RejectReason.NOT_OUR_DISTRICT else incident.place_id
