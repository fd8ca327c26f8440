"""What stays of a danger and of who accepted it.

The summary and the workbook read it: a danger that was handled is still a danger of its day.
"""

from dataclasses import replace

from incidents.incident import Act, Event, Incident
from incidents.reading import DangerGrade


def with_danger_record(incident: Incident, event: Event) -> Incident:
    """The incident as it is saved after `event`, with what its record says of its danger and of who accepted.

    The fields of the record are those of the former state: nobody else changes them, an undone act brings them back.
    """
    by = incident.accepted_by
    if incident.accepted_at is None:
        by = None
    elif incident.accepted_at == event.at and event.by is not None and (by is None or incident.holder_id == event.by):
        by = event.by  # another act of the same moment is no acceptance: while the scenario's clock stands there are many
    return replace(_danger(incident, event), accepted_by=by)


def _danger(incident: Incident, event: Event) -> Incident:
    grade, peak = incident.danger_grade, incident.danger_peak
    stands = peak is not None and incident.danger_over_at is None
    if grade is None:
        return replace(incident, danger_over_at=event.at, danger_over_by=event.by) if stands else incident
    rose = event.act is Act.DANGER_ROSE
    if stands and not rose and (peak is DangerGrade.NOW or grade is peak):
        return incident
    return replace(incident, danger_peak=grade, danger_since=event.at, danger_over_at=None, danger_over_by=None)
