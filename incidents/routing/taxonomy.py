"""Topics as people see them, and finding one by a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidents.stemming import stems

FOUND = 6
"""So many topics are offered for a word: a menu of one screen."""

_TITLE, _EXAMPLE, _GROUP = 3, 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of `districts/taxonomy.csv`. `short` fits a button, `words` are residents' own words for it.

    `is_mortal`: the trouble itself may kill, whatever the words: of these no card goes out as a plain one.
    """

    slug: str
    group: str
    group_title: str
    title: str
    short: str
    is_mortal: bool = False
    words: tuple[str, ...] = ()


Taxonomy = Mapping[str, Topic]
"""Topics by slug, in the order of the file."""


def groups(topics: Taxonomy) -> Mapping[str, str]:
    """Groups with their titles, in the order of the file."""
    return {topic.group: topic.group_title for topic in topics.values()}


def of_group(topics: Taxonomy, group: str) -> Sequence[Topic]:
    """Topics of one group."""
    return [topic for topic in topics.values() if topic.group == group]


def find_topics(words: str, topics: Taxonomy) -> Sequence[Topic]:
    """Topics that these words may mean, likeliest first; none when no word is known."""
    wanted = stems(words)
    scored = [(_score(wanted, topic), topic) for topic in topics.values()]
    return [topic for score, topic in sorted(scored, key=lambda pair: -pair[0]) if score][:FOUND]


def _score(wanted: frozenset[str], topic: Topic) -> int:
    title, group = stems(f"{topic.title} {topic.short}"), stems(topic.group_title)
    examples = stems(" ".join(topic.words))
    return sum(_TITLE * _has(title, each) + _EXAMPLE * _has(examples, each) + _GROUP * _has(group, each) for each in wanted)


def _has(known: frozenset[str], wanted: str) -> bool:
    """Whether a word stands there, or one that begins so."""
    return any(each.startswith(wanted) for each in known)
