"""Routing: a tree of rules, first match wins.

It always answers, with a reason.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from incidents.ids import DepartmentId
from incidents.incident import Doubt
from incidents.reading import DangerGrade, Part, Reading
from incidents.routing.topic_rules import needs_place

LOW = 0.45
CLOSE = 0.10
"""A topic is unclear when the likeliest is below LOW and leads by less than CLOSE: then the second is right about as often."""

HISTORY = 2.0  # what a department took before against what the rules say of a topic
SURELY = 0.1  # the reading itself goes before its equals


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A node of the tree. Empty sets match everything; a child is asked only when its parent matches, and wins over it."""

    number: int  # on the card: «правило 4»
    title: str  # on the card: «вода на дорогах, г. Конаково»
    department_id: DepartmentId | None = None  # None: only its children route
    groups: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    settlements: frozenset[str] = frozenset()
    danger: bool | None = None
    children: tuple["Rule", ...] = ()
    active: bool = True  # switched off: neither it nor its children are asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where an incident goes: a department, or (None) the coordinator, who has the `doubt` to settle.

    A danger goes to its department in spite of a doubt and keeps the doubt: the coordinator settles it meanwhile.
    """

    department_id: DepartmentId | None
    because: str
    doubt: Doubt | None = None
    proposed_id: DepartmentId | None = None  # where it would go, if the department's mode let it (modes.py)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostQuestion:
    """One of several questions of a post, and the department that would answer it alone (None: no rule)."""

    part: Part
    department_id: DepartmentId | None


def route(reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> Route:
    """The first matching rule whose department has somebody enrolled (`staffed`); else the coordinator, with a reason."""
    if reading.outside:
        where = f": {reading.main.settlement}" if reading.main.settlement else ""
        return Route(department_id=None, because=f"не наш округ{where}", doubt=Doubt.OUTSIDE)
    rule, empty = _choose(reading, rules, staffed)
    if rule is None:
        because = f"{_name(empty)}, в отделе пока никого нет" if empty else "правило не нашлось"
        return Route(department_id=None, because=because, doubt=Doubt.ROUTE)
    because = f"{_name(rule)}; по правилу {empty.number} в отделе никого нет" if empty else _name(rule)
    asked = questions(reading, rules=rules, staffed=staffed)
    found = (Doubt.QUESTIONS, "несколько вопросов в одном сообщении") if asked else _doubt(reading, rule, rules, staffed)
    if found is None:
        return Route(department_id=rule.department_id, because=because)
    doubt, why = found
    if reading.danger:
        return Route(department_id=rule.department_id, because=because, doubt=doubt)
    return Route(department_id=None, because=why, doubt=doubt, proposed_id=leading(asked, reading).department_id if asked else None)


def questions(reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> tuple[PostQuestion, ...]:
    """The questions of a post in its order, each with its department; () where one department answers them all."""
    asked = []
    for part in reading.parts:
        rule, _ = _choose(alone(reading, part), rules, staffed)
        asked.append(PostQuestion(part=part, department_id=rule.department_id if rule else None))
    return tuple(asked) if len({each.department_id for each in asked} - {None}) > 1 else ()


def alone(reading: Reading, part: Part) -> Reading:
    """The reading as it would be if nothing else stood in the post."""
    grade = reading.danger_grade if part.danger else None
    return replace(
        reading,
        group=part.group,
        groups=((part.group, 1.0),),
        topic=part.topic,
        topics=((part.topic, 1.0),),
        danger=grade is not None,
        danger_grade=grade,
        danger_words=reading.danger_words if grade else None,
        departments=(),
        parts=(),
    )


def leading(asked: Sequence[PostQuestion], reading: Reading) -> PostQuestion:
    """Whose department collects the answer: the dangerous one, else the one that the reading speaks of, else the first that has one."""

    def weight(each: PostQuestion) -> tuple[bool, bool, bool, bool]:
        part = each.part
        return each.department_id is not None, part.danger, part.topic == reading.topic, part.group == reading.group

    return max(asked, key=weight)


def _name(rule: Rule) -> str:
    return f"{rule.title} (правило {rule.number})"


def _choose(reading: Reading, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> tuple[Rule | None, Rule | None]:
    """The rule that routes, and the first better one that was passed over because its department is empty."""
    empty: Rule | None = None
    for rule in _matching(reading, rules):
        if rule.department_id in staffed:
            return rule, empty
        empty = empty or rule
    return None, empty


def _matching(reading: Reading, rules: Sequence[Rule]) -> Iterator[Rule]:
    """Matching rules that name a department, best first: children before their parent, earlier before later."""
    for rule in rules:
        if _matches(reading, rule):
            yield from _matching(reading, rule.children)
            if rule.department_id is not None:
                yield rule


def _matches(reading: Reading, rule: Rule) -> bool:
    return (
        rule.active
        and (not rule.groups or reading.group in rule.groups)
        and (not rule.topics or reading.topic in rule.topics)
        and (not rule.settlements or reading.main.settlement_id in rule.settlements)
        and rule.danger in (None, reading.danger)
    )


def _doubt(reading: Reading, rule: Rule, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> tuple[Doubt, str] | None:
    """What the coordinator must settle first. A danger that is there now has no time for doubts of topic."""
    if reading.danger_grade is not DangerGrade.NOW and _leads_elsewhere(reading, rule, rules, staffed):
        return Doubt.TOPIC, "тема непонятна: похоже на две сразу"
    main = reading.main
    if needs_place(reading.group, reading.topic) and not (main.settlement or main.street or main.landmark):
        return Doubt.PLACE, "место не названо"
    return None


def _leads_elsewhere(reading: Reading, rule: Rule, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> bool:
    """Whether the second likeliest group or topic is nearly as likely and belongs to another department."""
    for other in _seconds(reading):
        second, _ = _choose(other, rules, staffed)
        if second is None or second.department_id != rule.department_id:
            return True
    return False


def confusable(reading: Reading) -> tuple[str, str] | None:
    """The two topics to choose from where the likeliest is not sure: the reading's own first. None: it is sure enough."""
    for other in _seconds(reading):
        if other.topic and other.topic != reading.topic:
            return reading.topic, other.topic
    return None


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
        rule, _ = _choose(each, rules, staffed)
        if rule is not None and rule.department_id is not None:
            score[rule.department_id] = score.get(rule.department_id, 0.0) + share
    return score


def _alternatives(reading: Reading) -> Iterator[tuple[Reading, float]]:
    """The reading, and as it would be with each of its likeliest topics and groups, with their probabilities."""
    yield reading, SURELY
    for topic, share in reading.topics:
        group = next((each for each, _ in reading.groups if topic.startswith(f"{each}_")), reading.group)
        yield replace(reading, group=group, topic=topic), share
    for group, share in reading.groups:
        yield replace(reading, group=group, topic=""), share


def _seconds(reading: Reading) -> Iterator[Reading]:
    """The reading as it would be with the second group, and with the second topic, where these are nearly as likely."""
    if _is_unclear(reading.groups):
        group = next((each for each, _ in reading.groups if each != reading.group), reading.group)
        topic = next((each for each, _ in reading.topics if each.startswith(f"{group}_")), "")
        yield replace(reading, group=group, topic=topic)
    if _is_unclear(reading.topics):
        topic = next((each for each, _ in reading.topics if each != reading.topic), reading.topic)
        group = next((each for each, _ in reading.groups if topic.startswith(f"{each}_")), reading.group)
        yield replace(reading, group=group, topic=topic)


def _is_unclear(likeliest: Sequence[tuple[str, float]]) -> bool:
    """Close and low. The pairs come likeliest first and name each slug once."""
    if len(likeliest) < 2:  # noqa: PLR2004 - a second one is what the question is about
        return False
    (_, first), (_, second), *_ = likeliest
    return first < LOW and first - second < CLOSE
