"""The incident that a post opens, before it has a number."""

from datetime import datetime

from incidents.deadlines.time_policy import TimePolicy
from incidents.deadlines.values import StartEvent
from incidents.ids import DistrictId, IncidentId
from incidents.incident import Act, Incident
from incidents.lifecycle import step
from incidents.posts import StoredPost
from incidents.reading import Kind, Reading
from incidents.routing.rules import Route
from incidents.sameness.matching import Match


def new_incident(
    district: DistrictId, policy: TimePolicy, post: StoredPost, reading: Reading, way: Route, found: Match | None, *, now: datetime
) -> Incident:
    """An incident that this post opens: no number, no id."""
    main = reading.main
    starts = {StartEvent.PUBLISHED: post.post.published_at, StartEvent.DETECTED: post.detected_at, StartEvent.ASSIGNED: now}
    clock_from = starts[policy.norms.start]
    draft = Incident(
        id=IncidentId(0),
        district_id=district,
        number=0,
        status=step(None, Act.TAKE_IN),
        group=reading.group,
        topic=reading.topic,
        place=main,
        place_id=main.street_id or main.landmark_id or main.settlement_id,
        lat=reading.lat,
        lon=reading.lon,
        suggestion=reading.kind is Kind.SUGGESTION,
        danger_grade=reading.danger_grade,
        danger_words=reading.danger_words,
        danger_title=reading.danger_title,
        trouble=reading.trouble,
        department_id=way.department_id,
        route_because=way.because,
        doubt=way.doubt,
        proposed_id=way.proposed_id,
        opened_at=now,
        published_at=post.post.published_at,
        clock_from=clock_from,
        repeat_of=found.incident_id if found else None,
        matched_because=found.because if found else None,
    )
    return policy.with_deadlines(draft, now=now, clock_from=clock_from)
