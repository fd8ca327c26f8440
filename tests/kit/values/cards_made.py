"""Makers of views for the tests of cards: the sample clock of the voice, sentences of our own, people as roles."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from collectors.networks import NETWORKS
from handlers.card.card_view_words import CardView, Earlier
from handlers.kit.card_values import VoiceView
from handlers.kit.networks import networks_of
from incidents.answers.values import Answer, AnswerState
from incidents.ids import AnswerId, ChatId, DepartmentId, DistrictId, IncidentId, OfficialId, PostId, SourceId
from incidents.incident import ClosingOutcome, Incident, Status, Voice
from incidents.messenger import Message
from incidents.official import Official, Role
from incidents.posts import Network, Post, StoredPost
from incidents.reading import DangerGrade, MainPlace

MOSCOW = ZoneInfo("Europe/Moscow")
DISTRICT = DistrictId("konakovo")
ROADS, HOUSING = DepartmentId("roads"), DepartmentId("housing")
PUDDLE = "У поворота на пляж лужа во всю дорогу, коляску несём на руках"
ICE = "С крыши почты сошла наледь, урна всмятку. Люди ходят прямо под ней"
COLD = "Третью неделю греемся духовкой, в детской пятнадцать градусов"
BELAVINSKAYA = MainPlace(settlement="Конаково", street="улица Белавинская")
CALLED = networks_of(NETWORKS)


def at(hour: int, minute: int = 0, *, day: int = 24, month: int = 11) -> datetime:
    """A moment of the sample year by the district's own clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


NOW = at(9, 20)


def post(text: str = PUDDLE, *, id: int = 1, **changes: Any) -> StoredPost:  # Any: fields of two dataclasses
    """A post of a resident at 9:12."""
    own = {k: changes.pop(k) for k in tuple(changes) if k in Post.__dataclass_fields__}
    made = Post(
        network=Network.OK,
        external_id=f"topic/{id}",
        url=f"https://ok.ru/group/1/topic/{id}",
        text=text,
        author_id=f"author{id}",
        published_at=at(9, 12),
        likes=14,
        comments=6,
    )
    stored = StoredPost(
        id=PostId(id),
        district_id=DISTRICT,
        source_id=SourceId(1),
        source_title="Наше Конаково",
        settlement_id=None,
        post=replace(made, **own),
        revision=1,
        detected_at=at(9, 14),
    )
    return replace(stored, **changes)


def voice(stored: StoredPost, *, answered_at: datetime | None = None) -> VoiceView:
    """A voice of the sample incident."""
    link = Voice(incident_id=IncidentId(7), post_id=stored.id, joined_at=stored.detected_at, because="первый", answered_at=answered_at)
    return VoiceView(voice=link, post=stored)


def incident(**changes: Any) -> Incident:  # Any: fields of a dataclass
    """№ 1487: water on a road, assigned at 9:14."""
    made = Incident(
        id=IncidentId(7),
        district_id=DISTRICT,
        number=1487,
        status=Status.ASSIGNED,
        group="roads",
        topic="roads_water",
        place=BELAVINSKAYA,
        lat=56.7107,
        lon=36.7756,
        department_id=ROADS,
        route_because="вода на дорогах, г. Конаково (правило 4)",
        opened_at=at(9, 14),
        published_at=at(9, 12),
        clock_from=at(9, 14),
        assigned_at=at(9, 14),
        accept_by=at(10, 14),
        answer_by=at(10, 14, day=25),
    )
    return replace(made, **changes)


def accepted(**changes: Any) -> Incident:  # Any: fields of a dataclass
    """The same, accepted at 9:31."""
    return incident(**{"status": Status.ACCEPTED, "accepted_at": at(9, 31), "holder_id": OfficialId(2), **changes})


def danger(**changes: Any) -> Incident:  # Any: fields of a dataclass
    """№ 1491: ice falls from a roof, a danger that is there now."""
    fields = {
        "number": 1491,
        "danger_grade": DangerGrade.NOW,
        "danger_words": "наледь",
        "department_id": HOUSING,
        "place": MainPlace(settlement="Конаково", street="проспект Ленина", house="17"),
        "lat": 56.708,
        "lon": 36.77,
        "opened_at": at(8, 6),
        "published_at": at(8, 5),
        "clock_from": at(8, 6),
        "assigned_at": at(8, 6),
        "accept_by": at(8, 11),
        "answer_by": at(12, 6),
    }
    return incident(**{**fields, **changes})


def official(role: Role = Role.EXECUTOR, *, department: DepartmentId | None = ROADS) -> Official:
    """Somebody with this role."""
    own = department if role in (Role.EXECUTOR, Role.CHIEF) else None
    return Official(id=OfficialId(2), district_id=DISTRICT, role=role, department_id=own, user_id=ChatId(2), title=role.value)


def answer(state: AnswerState = AnswerState.PUBLISHED, **changes: Any) -> Answer:  # Any: fields of a dataclass
    """An answer to the first voice, published at 11:42."""
    made = Answer(
        id=AnswerId(3),
        district_id=DISTRICT,
        incident_id=IncidentId(7),
        post_id=PostId(1),
        author_id=OfficialId(2),
        text="Здравствуйте! Сегодня откачаем воду, завтра прочистим трубу. Отдел дорожного хозяйства.",
        state=state,
        guid="g",
        created_at=at(11, 41),
        publish_at=at(11, 42),
        published_at=at(11, 42),
        url="https://ok.ru/group/1/topic/1/comment/2",
        proved_at=at(11, 42),
    )
    return replace(made, **changes)


def earlier(number: int, day: datetime, *, text: str | None = None, **changes: Any) -> Earlier:  # Any: fields of a dataclass
    """An incident of this topic that was closed two days later."""
    made = Earlier(
        number=number,
        at=day,
        topic_short="Холодно в квартирах",
        same_topic=True,
        answer_text=text,
        status=Status.CLOSED,
        outcome=ClosingOutcome.EXPLAINED,
        closed_at=day + timedelta(days=2),
    )
    return replace(made, **changes)


def view(item: Incident | None = None, **changes: Any) -> CardView:  # Any: fields of a dataclass
    """C1 as its executor sees it."""
    made = CardView(
        incident=item or incident(),
        topic_short="Вода на дороге",
        voices=(voice(post()),),
        department="отдел дорожного хозяйства",
        holder=None,
        answer=None,
        earlier=(),
        viewer=official(),
        timezone=MOSCOW,
        now=NOW,
        networks=CALLED,
    )
    return replace(made, **changes)


def labels(message: Message) -> list[list[str]]:
    """What stands on the buttons, row by row."""
    return [[button.label for button in row] for row in message.rows]
