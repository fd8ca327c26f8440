"""How likely each department is by history, rules and reading."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from incidents.ids import DepartmentId
from incidents.reading import Reading
from incidents.routing.rules import Rule, as_topics, choose

HISTORY = 2.0  # what a department took before against what the rules say of a topic
SURELY = 0.1  # the reading itself goes before its equals


def likely_departments(
    reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId], count: int = 3
) -> tuple[DepartmentId, ...]:
    """Who would take it, likeliest first."""
    return tuple(id for id, _ in scored_departments(reading, rules=rules, staffed=staffed)[:count])


def scored_departments(
    reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId]
) -> tuple[tuple[DepartmentId, float], ...]:
    """What the district's history says joined with the rules for the likeliest topics and groups, likeliest first."""
    score = ruled_departments(reading, rules=rules, staffed=staffed)
    for id_, share in reading.departments:
        if id_ in staffed:
            score[DepartmentId(id_)] = score.get(DepartmentId(id_), 0.0) + HISTORY * share
    return tuple(sorted(score.items(), key=lambda each: -each[1]))


def departments_of_group(group: str, rules: Sequence[Rule]) -> tuple[DepartmentId, ...]:
    """Whom the rules name for this group of topics or for any topic of it, in their order: neighbours by subject."""
    found: list[DepartmentId] = []
    for rule in rules:
        if not rule.active:
            continue
        speaks = group in rule.groups or any(topic.startswith(f"{group}_") for topic in rule.topics)
        if speaks and rule.department_id is not None:
            found.append(rule.department_id)
        found += departments_of_group(group, rule.children)
    return tuple(dict.fromkeys(found))


def ruled_departments(reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> dict[DepartmentId, float]:
    """What the rules say of departments: each gets the probabilities of the topics and groups that lead to it."""
    score: dict[DepartmentId, float] = {}
    for each, share in _alternatives(reading):
        rule, _ = choose(each, rules, staffed)
        if rule is not None and rule.department_id is not None:
            score[rule.department_id] = score.get(rule.department_id, 0.0) + share
    return score


def _alternatives(reading: Reading) -> Iterator[tuple[Reading, float]]:
    """The reading, and as it would be with each of its likeliest topics and groups, with their probabilities."""
    yield reading, SURELY
    yield from as_topics(reading)
    for group, share in reading.groups:
        yield replace(reading, group=group, topic=""), share
