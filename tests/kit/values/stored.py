"""Values that storage tests put into the database, each with only what the test is about spelled out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.storage.engine.transaction import Tx
from incidents.answers.values import Answer, AnswerState
from incidents.ids import AnswerId, ChatId, DepartmentId, DistrictId, IncidentId, InvitationId, OfficialId
from incidents.incident import Act, Event, Incident, Status, Voice
from incidents.official import Invitation, Official, Role
from incidents.posts import Network, Post, Source, StoredPost
from incidents.reading import DangerGrade, Kind, MainPlace, Mood, Place, PlaceKind, Reading

NOW = datetime(2025, 3, 3, 9, 15, 7, 123456, tzinfo=UTC)
DISTRICT = DistrictId("konakovo")
HOUSING = DepartmentId("housing")
MINUTE = timedelta(minutes=1)
PIPE = "На Лесной, 5 прорвало трубу"


def a_post(number: int = 1, text: str = PIPE, **changed: Any) -> Post:  # Any: fields of a Post
    own = {"network": Network.VK, "external_id": f"wall-1_{number}", "url": f"https://vk.com/wall-1_{number}"}
    return Post(**{**own, "text": text, "author_id": "77", "published_at": NOW + number * MINUTE, **changed})


def a_reading(**changed: Any) -> Reading:  # Any: fields of a Reading
    known: dict[str, Any] = {
        "is_appeal": True,
        "appeal_score": 0.93,
        "kind": Kind.COMPLAINT,
        "group": "housing",
        "groups": (("housing", 0.9), ("roads", 0.1)),
        "topic": "housing_water",
        "places": (Place(kind=PlaceKind.STREET, span=(3, 9), text="Лесной", norm="улица Лесная", place_id="s1", score=0.9),),
        "main": MainPlace(street="улица Лесная", street_id="s1", house="5"),
        "outside": False,
        "danger": True,
        "danger_grade": DangerGrade.RISK,
        "mood": Mood.ANGRY,
        "topics": (("housing_water", 0.8),),
        "danger_words": "прорвало трубу",
        "lat": 56.7,
        "lon": 36.8,
    }
    return Reading(**{**known, **changed})


def an_incident(**changed: Any) -> Incident:  # Any: fields of an Incident
    known: dict[str, Any] = {
        "id": IncidentId(0),
        "district_id": DISTRICT,
        "number": 0,
        "status": Status.NEW,
        "group": "housing",
        "topic": "housing_water",
        "place": MainPlace(street="улица Лесная", street_id="s1", house="5"),
        "place_id": "s1",
        "opened_at": NOW,
        "published_at": NOW,
        "clock_from": NOW,
    }
    return Incident(**{**known, **changed})


def an_event(**changed: Any) -> Event:  # Any: fields of an Event
    known: dict[str, Any] = {"act": Act.TAKE_IN, "at": NOW, "by": None, "because": "новое", "status_before": None}
    return Event(**{**known, "status_after": Status.NEW, "data": {"post": 1}, **changed})


def an_official(user_id: int = 500, **changed: Any) -> Official:  # Any: fields of an Official
    known: dict[str, Any] = {"id": OfficialId(0), "district_id": DISTRICT, "role": Role.EXECUTOR, "department_id": HOUSING}
    return Official(**{**known, "user_id": ChatId(user_id), "title": "исполнитель, отдел ЖКХ", **changed})


def an_invitation(now: datetime = NOW, **changed: Any) -> Invitation:  # Any: fields of an Invitation
    known: dict[str, Any] = {"id": InvitationId(0), "district_id": DISTRICT, "role": Role.EXECUTOR, "department_id": HOUSING}
    known |= {"created_by": None, "created_at": now, "expires_at": now + timedelta(days=1), "code_hash": "h"}
    return Invitation(**{**known, **changed})


async def stored_source(tx: Tx) -> Source:
    return await tx.sources.add(Network.VK, "-1", "Подслушано Конаково", "konakovo")


async def stored_post(tx: Tx, number: int = 1, text: str = PIPE, *, history: bool = False, **changed: Any) -> StoredPost:  # Any: see a_post
    await tx.door.receive(await stored_source(tx), a_post(number, text, **changed), at=NOW, history=history)
    return next(post for post in await tx.unread.next(1000) if post.post.external_id == f"wall-1_{number}")


async def stored_incident(tx: Tx, **changed: Any) -> Incident:  # Any: see an_incident
    return await tx.incidents.add(an_incident(**changed), an_event())


async def stored_voice(tx: Tx, incident: Incident, post: StoredPost, **changed: Any) -> Voice:  # Any: fields of a Voice
    known: dict[str, Any] = {"incident_id": incident.id, "post_id": post.id, "joined_at": NOW, "because": "то же место"}
    voice = Voice(**{**known, **changed})
    await tx.voices.add(voice)
    return voice


async def stored_answer(tx: Tx, **changed: Any) -> Answer:  # Any: fields of an Answer
    incident, post, author = await stored_incident(tx), await stored_post(tx), await tx.officials.enrol(an_official())
    known: dict[str, Any] = {"id": AnswerId(0), "district_id": DISTRICT, "incident_id": incident.id, "post_id": post.id}
    known |= {"author_id": author.id, "text": "Починим сегодня", "state": AnswerState.DRAFT, "guid": "g1", "created_at": NOW}
    return await tx.answers.add(Answer(**{**known, **changed}))
