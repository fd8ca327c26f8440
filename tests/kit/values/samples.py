"""Values of the domain to test with: the sample clock of docs/voice.md is Tuesday, 24 November 2026, Moscow."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from incidents.deadlines.worktime import WorkCalendar
from incidents.ids import ChatId, DepartmentId, DistrictId, IncidentId, OfficialId, PostId, SourceId
from incidents.incident import Incident, Status
from incidents.incident_store import Candidate
from incidents.official import Department, Official, Role
from incidents.posts import Network, Post, Source, StoredPost
from incidents.reading import Kind, MainPlace, Mood, Place, PlaceKind, Reading

MOSCOW = ZoneInfo("Europe/Moscow")
DISTRICT = DistrictId("konakovo")
HOUSING, ROADS = DepartmentId("housing"), DepartmentId("roads")

WORKDAY = ((time(9), time(13)), (time(14), time(18)))
CALENDAR = WorkCalendar(timezone=MOSCOW, week=(WORKDAY,) * 5 + ((), ()))


def at(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    """A moment of November 2026 by Moscow's clock, in UTC; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def incident(**changes: Any) -> Incident:  # Any: fields of every type
    """№ 1487: water on a road, seen at 9:14."""
    sample = Incident(
        id=IncidentId(1),
        district_id=DISTRICT,
        number=1487,
        status=Status.ASSIGNED,
        group="roads",
        topic="roads_drainage",
        place=MainPlace(settlement="Конаково", settlement_id="s-konakovo", street="улица Белавинская", street_id="st-bel"),
        department_id=ROADS,
        opened_at=at(9, 14),
        published_at=at(9, 12),
        clock_from=at(9, 14),
        assigned_at=at(9, 14),
        accept_by=at(10, 14),
        answer_by=at(10, 14, day=25),
    )
    return replace(sample, **changes)


def official(role: Role, number: int = 1, department: DepartmentId | None = None, **changes: Any) -> Official:  # Any: as above
    """An official whose chat is 100 + number."""
    sample = Official(
        id=OfficialId(number),
        district_id=DISTRICT,
        role=role,
        department_id=department,
        user_id=ChatId(100 + number),
        title=str(role),
    )
    return replace(sample, **changes)


def department(id: DepartmentId, **changes: Any) -> Department:  # Any: as above
    """A department without a group."""
    return replace(Department(id=id, district_id=DISTRICT, title=f"отдел {id}"), **changes)


def place(settlement: str | None = None, street: str | None = None, house: str | None = None, landmark: str | None = None) -> MainPlace:
    """A place whose ids follow from its names."""
    return MainPlace(
        settlement=settlement,
        settlement_id=settlement and f"s-{settlement}",
        street=street,
        street_id=street and f"st-{street}",
        house=house,
        landmark=landmark,
        landmark_id=landmark and f"l-{landmark}",
    )


def houses(*numbers: str) -> tuple[Place, ...]:
    """Houses that a text names."""
    return tuple(Place(kind=PlaceKind.HOUSE, span=(0, 1), text=each, norm=each) for each in numbers)


def reading(**changes: Any) -> Reading:  # Any: as above
    """Water on a road in Konakovo, surely."""
    sample = Reading(
        is_appeal=True,
        appeal_score=0.9,
        kind=Kind.COMPLAINT,
        group="roads",
        groups=(("roads", 0.8), ("improvement", 0.1)),
        topic="roads_drainage",
        places=(),
        main=place("Конаково", "Белавинская"),
        outside=False,
        danger=False,
        danger_grade=None,
        mood=Mood.ANGRY,
    )
    return replace(sample, **changes)


def post(text: str, *, number: int = 50, author: str = "", parent: int | None = None) -> StoredPost:
    """A post, or a comment under `parent`."""
    return StoredPost(
        id=PostId(number),
        district_id=DISTRICT,
        source_id=SourceId(1),
        source_title="Наше Конаково",
        settlement_id=None,
        post=Post(
            network=Network.VK, external_id=f"wall-1_{number}", url="https://vk.com", text=text, author_id=author, published_at=at(11)
        ),
        revision=1,
        detected_at=at(11),
        parent_id=PostId(parent) if parent else None,
    )


def candidate(text: str, *, posts: tuple[int, ...] = (7,), threads: tuple[int, ...] = (7,), author: str = "", **changes: Any) -> Candidate:
    """An incident with one text, last said at 9:14; `changes` are the incident's."""  # Any: as above
    known = incident(**changes)
    return Candidate(
        incident=known,
        post_ids=tuple(map(PostId, posts)),
        thread_ids=tuple(map(PostId, threads)),
        author_ids=(author,),
        texts=(text,),
        last_voice_at=at(9, 14),
    )


def source(**changes: Any) -> Source:  # Any: as above
    """A wall that answers."""
    return replace(Source(id=SourceId(1), district_id=DISTRICT, network=Network.VK, external_id="-1", title="Наше Конаково"), **changes)
