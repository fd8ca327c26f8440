"""Evidence of one problem: likeness of topics, common words by nearness."""

from enum import IntEnum

from incidents.incident import Incident
from incidents.reading import Kind, Reading
from incidents.routing.topic_rules import family_of, is_one_trouble
from incidents.sameness.same_place import LEVELS, Nearness, nearness, same_house, same_level

UNSURE = 0.25
"""Below this probability the likeliest topic says nothing against another."""

TOLD_AGAIN = 2 / 3
"""How likely a closed card must be to be told of again: twice as likely as not."""

_WISHES = frozenset({Kind.REQUEST, Kind.SUGGESTION})


class TopicLikeness(IntEnum):
    """How alike two topics are; LIKELY: the other topic is among the likeliest three, or nobody knows the topic."""

    OTHER = 0
    GROUP = 1
    LIKELY = 2
    SAME = 3


WORDS_NEEDED: dict[tuple[Nearness, TopicLikeness], float] = {
    (Nearness.HOUSE, TopicLikeness.SAME): 0.0,
    (Nearness.HOUSE, TopicLikeness.LIKELY): 0.2,
    (Nearness.HOUSE, TopicLikeness.GROUP): 0.3,
    (Nearness.HOUSE, TopicLikeness.OTHER): 0.5,
    (Nearness.LANDMARK, TopicLikeness.SAME): 0.2,
    (Nearness.STREET, TopicLikeness.SAME): 0.0,
    (Nearness.HALF_STREET, TopicLikeness.SAME): 0.3,
    (Nearness.SETTLEMENT, TopicLikeness.SAME): 0.5,
    (Nearness.WIDE, TopicLikeness.SAME): 0.5,
}
"""How much of the shorter text must be shared for these to be one problem; no entry: never. The vaguer place and topic, the more words."""

PLACE_NAMES = {
    Nearness.HOUSE: "тот же дом",
    Nearness.LANDMARK: "то же место",
    Nearness.STREET: "та же улица",
    Nearness.HALF_STREET: "та же улица",
    Nearness.SETTLEMENT: "тот же населённый пункт",
    Nearness.WIDE: "тот же населённый пункт",
}


def compare_topics(reading: Reading, incident: Incident) -> TopicLikeness:
    """How alike the topics of a reading and of an incident are."""
    if is_one_trouble(reading.topic, incident.topic):
        return TopicLikeness.SAME
    is_unsure = dict(reading.topics).get(reading.topic, 1.0) < UNSURE
    if is_unsure or any(slug == incident.topic for slug, _ in reading.topics):
        return TopicLikeness.LIKELY
    return TopicLikeness.GROUP if reading.group == incident.group else TopicLikeness.OTHER


def is_swallowed(reading: Reading, incident: Incident) -> bool:
    """Whether a danger would swallow a calm text along its street.

    Such a text wishes for something, or tells of another trouble.
    """
    if incident.danger_grade is None or reading.danger or nearness(reading, incident.place) >= Nearness.LANDMARK:
        return False
    return reading.kind in _WISHES or not _is_one_family(reading, incident)


def is_told_again(reading: Reading, over: Incident, p: float) -> bool:
    """Whether a text tells again of what is over.

    One family of topics or one house, nothing but houses apart.
    """
    place, its = reading.main, over.place
    is_apart = any(same_level(level, place, its) is False for level in LEVELS)
    return p >= TOLD_AGAIN and not is_apart and (_is_one_family(reading, over) or same_house(place.house, its.house) is True)


def _is_one_family(reading: Reading, incident: Incident) -> bool:
    return family_of(reading.topic).key == family_of(incident.topic).key
