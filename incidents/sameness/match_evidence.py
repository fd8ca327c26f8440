"""Evidence of one problem: likeness of topics, common words by nearness."""

from enum import IntEnum

from incidents.incident import Incident
from incidents.reading import Reading
from incidents.routing.topic_rules import is_one_trouble
from incidents.sameness.same_place import Nearness

UNSURE = 0.25
"""Below this probability the likeliest topic says nothing against another."""


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
