"""Summaries."""

from datetime import timedelta
from typing import Any

from incidents.acts.holder_time import Holder
from incidents.danger.danger_marks import DangerMark, DangerMarks
from incidents.head.main_event import MainEvent, Rise
from incidents.head.messages_heard import Written
from incidents.head.summary import Late, Summary
from incidents.ids import DepartmentId, DistrictId, IncidentId, OfficialId, SourceId
from incidents.incident import Status
from incidents.posts import Network, Source
from incidents.reading import DangerGrade
from tests.kit.values.samples import at, incident, place


def confirmed(*, hurt: bool) -> DangerMarks:
    """Somebody confirmed it in the night."""
    return DangerMarks(confirmed=DangerMark(at=at(2), by=OfficialId(1), hurt=hurt))


SINCE, UNTIL = at(7, 30, day=23), at(7, 30)
_NO_FIGURES: dict[str, Any] = {
    **dict.fromkeys(("solved", "late_total", "due_total", "repeats", "sources"), 0),
    **dict.fromkeys(("late", "dangers", "growing", "settlements", "silent_sources"), ()),
    "median_answer": None,
}


def rich(**changes: Any) -> Summary:  # Any: fields of a dataclass
    """A day when everything happened."""
    late = [
        Late(
            department_id=DepartmentId(f"отдел благоустройства {n}"), count=n, incident_ids=(), reasons=("нет техники до конца недели",) * 2
        )
        for n in range(1, 7)
    ]
    late.append(Late(department_id=None, count=9, incident_ids=(), holder=Holder.APPROVAL, longest=timedelta(hours=5, minutes=20)))
    dangers = tuple(
        incident(
            id=IncidentId(n),
            danger_grade=DangerGrade.NOW,
            danger_peak=DangerGrade.NOW,
            danger_since=at(1 if n % 2 else 12, day=24 if n % 2 else 23),
            opened_at=at(1 if n % 2 else 12, day=24 if n % 2 else 23),
            place=place("Конаково", "проспект Ленина", "17"),
        )
        for n in range(1, 8)
    )
    silent = Source(
        id=SourceId(1),
        district_id=DistrictId("konakovo"),
        network=Network.VK,
        external_id="-1",
        title="Подслушано Новозавидовский",
        broken_at=at(22, day=23),
    )
    fields: dict[str, Any] = {
        "since": SINCE,
        "until": UNTIL,
        "voices": 131,
        "opened": 96,
        "answered": 80,
        "waiting": 15,
        "unanswered": 1,
        "joined": 20,
        "solved": 40,
        "closed": 44,
        "late": tuple(late),
        "late_total": 30,
        "due_total": 99,
        "median_answer": timedelta(hours=2, minutes=10),
        "nine_of_ten": timedelta(hours=7, minutes=40),
        "dangers": dangers,
        "repeats": 5,
        "reopened": 2,
        "in_work": 61,
        "growing": tuple(
            Written(topic=topic, settlement="Конаково", messages=number) for topic, number in (("heating", 20), ("roads", 14), ("waste", 9))
        ),
        "rising": tuple(
            Rise(topic=topic, settlement="Конаково", count=number, usual=usual)
            for topic, number, usual in (("heating", 20, 3), ("roads", 14, 4))
        ),
        "main": MainEvent(
            about=Rise(topic="heating", settlement="Конаково", count=20, usual=3),
            incidents=tuple(incident(id=IncidentId(20 + n), status=status) for n, status in enumerate((Status.ACCEPTED, Status.NEW) * 2)),
        ),
        "no_department": 6,
        "since_evening": Summary(
            **{**_NO_FIGURES, "since": at(18, day=23), "until": UNTIL, "voices": 12, "opened": 9, "answered": 4, "closed": 3}
        ),
        "settlements": (("Конаково", 50), ("Редкино", 20), ("Новозавидовский", 9)),
        "silent_sources": (silent,) * 4,
        "sources": 41,
        "promised_today": 4,
        "broken": 2,
        "thanks": 3,
        "thanks_words": "Спасибо дворникам за двор у школы, утром всё было посыпано песком",
        "night_from": at(22, day=23),
        "night_until": at(7, 30),
        "said": {IncidentId(1): confirmed(hurt=False)},
        "thanked": 4,
        "angry": 2,
        "in_region": 90,
        "checked_at": UNTIL,
    }
    return Summary(**{**fields, **changes})
