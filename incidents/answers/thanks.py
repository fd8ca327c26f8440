"""Whom a resident thanks, by the words of the text (docs/voice.md, C10)."""

import re
from dataclasses import dataclass, replace

from incidents.answers.reactions import is_wry
from incidents.incident import Doubt, Incident, RejectReason, Status
from incidents.reading import Kind, Praise, Reading
from incidents.routing.rules import PRAISED, Route

A_DAY = 5
"""So many cards of thanks a department gets a day; the others are counted only."""

_WHO = (
    (r"монт[её]р\w*|электрик\w*|энергетик\w*|электросет\w*", "energy", "energy_outage"),
    (r"сантехник\w*|слесар\w*|аварийк\w*|аварийной бригад\w*|водоканал\w*", "housing", "housing_pipe_burst"),
    (r"кочегар\w*|котельн\w*|теплосет\w*|тепловик\w*", "housing", "housing_no_heating"),
    (r"коммунальщик\w*|управляющ\w+ компани\w*|управляшк\w*", "housing", "housing_management"),
    (r"дорожник\w*|грейдерист\w*|тракторист\w*|дорожн\w+ служб\w*", "roads", "roads_snow"),
    (r"дворник\w*|озеленител\w*", "improvement", "improvement_cleaning"),
    (r"мусорщик\w*|мусоровоз\w*|регоператор\w*", "waste", "waste_pickup"),
    (r"водител\w+|кондуктор\w*|автоколонн\w*", "transport", "transport_service"),
    (r"врач\w*|доктор\w*|медсест\w*|фельдшер\w*|медик\w*|поликлиник\w*|больниц\w*", "health", "health_care"),
    (r"учител\w*|воспитател\w*|педагог\w*|детск\w+ сад\w*|школ[аеы]\b", "education", "education_process"),
    (r"тренер\w*|библиотек\w*|дом\w* культуры|спорткомплекс\w*", "culture", "culture_venues"),
    (r"спасател\w*|пожарн\w*|мчс\b|ед+с\b", "safety", "safety_fire"),
)
_DEEDS = (
    (
        r"свет\w* (?:дали|включили|починили|вернули)|(?:дали|включил\w*|починил\w*|вернул\w*) свет|фонар\w*|лампочк\w*",
        "improvement",
        "improvement_lighting",
    ),
    (r"тепло (?:дали|вернули)|батаре\w*|отоплени\w*|вод[уы] (?:дали|включили|вернули)", "housing", "housing_no_heating"),
    (r"ям[уы]|асфальт\w*|тротуар\w*|дорог[уи] (?:почистили|сделали|отремонтировали|посыпали)|дорог[уи]\b", "roads", "roads_repair"),
    (r"двор\w*|снег\w*|урн[уы]|лавочк\w*|площадк\w*|клумб\w*|парк\w*", "improvement", "improvement_yard"),
    (r"контейнер\w*|свалк\w*|мусор\w*", "waste", "waste_pickup"),
)
_TABLE = tuple((re.compile(rf"(?<![а-я])(?:{words})", re.IGNORECASE), group, topic) for words, group, topic in (*_WHO, *_DEEDS))
_OTHER = "other"
_LIKELY = 0.5
"""How sure the reader must be of a group where the words name nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOfThanks:
    """Whose work it was: a group and a topic that the rules know."""

    words: str
    group: str
    topic: str


def work_of_thanks(text: str, reading: Reading) -> WorkOfThanks | None:
    """Who is thanked; people go before deeds, the words before what the reader makes of them. None: nobody in particular."""
    plain = text.lower().replace("ё", "е")
    for pattern, group, topic in _TABLE:
        match = pattern.search(plain)
        if match:
            return WorkOfThanks(words=match[0], group=group, topic=topic)
    group, share = reading.groups[0] if reading.groups else (_OTHER, 0.0)
    if group == _OTHER or share < _LIKELY or reading.topic.startswith(_OTHER):
        return None
    return WorkOfThanks(words="", group=group, topic=reading.topic)


def is_only_thanks(text: str, reading: Reading) -> bool:
    """Thanks and nothing else: no request, no danger, not of another district, never irony."""
    if reading.kind is not Kind.THANKS or reading.is_appeal or reading.danger or reading.outside:
        return False
    return reading.praise is Praise.SINCERE and not is_wry(text)


def is_doubted(text: str, reading: Reading) -> bool:
    """Praise that somebody must read first: it tells of a trouble, or has a sting. A danger and another district go their own way."""
    if reading.danger or reading.outside or reading.parts:
        return False
    return reading.praise is Praise.DOUBTED or (reading.praise is Praise.SINCERE and is_wry(text))


def as_doubted(way: Route, reading: Reading) -> Route:
    """With the doubt where a department is likely; else the coordinator's.

    A trial week sorts everything by hand anyway.
    """
    if way.doubt is Doubt.TRIAL:
        return way
    is_likely = not reading.topic.startswith(_OTHER) and dict(reading.groups).get(reading.group, 1.0) >= _LIKELY
    if way.department_id is not None and is_likely:
        return replace(way, doubt=Doubt.PRAISE)
    return Route(department_id=None, because=PRAISED, doubt=Doubt.PRAISE, proposed_id=way.proposed_id)


def as_thanks_to(reading: Reading, who: WorkOfThanks) -> Reading:
    """The reading as the rules should see it: whose work this is."""
    return replace(reading, group=who.group, groups=((who.group, 1.0),), topic=who.topic, topics=((who.topic, 1.0),))


def is_thanks(incident: Incident) -> bool:
    """Whether the card is C10: no appeal, and somebody to give the thanks to."""
    return incident.status is Status.REJECTED and incident.reject_reason is RejectReason.THANKS and incident.department_id is not None


PASSED = "passed"
"""What the event of «Передать бригаде» keeps."""
