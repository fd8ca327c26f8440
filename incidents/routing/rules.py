"""Routing: a tree of rules, first match wins.

It always answers, with a reason.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from incidents.ids import DepartmentId
from incidents.incident import Doubt
from incidents.reading import DangerGrade, Kind, Part, Reading
from incidents.routing.topic_rules import needs_place

LOW = 0.45
CLOSE = 0.10
"""A topic is unclear when the likeliest is below LOW and leads by less than CLOSE: then the second is right about as often."""

SECOND = 0.1
"""Topics of another department that are as likely together are worth a button beside the doubt."""

PRAISED = "хвалят, но слышен упрёк"


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

    A danger and what is `BESIDE` go to a department in spite of a doubt and keep the doubt: the coordinator settles it meanwhile.
    """

    department_id: DepartmentId | None
    because: str
    doubt: Doubt | None = None
    proposed_id: DepartmentId | None = None  # where it would go, if the department's mode let it (modes.py), or the second likely
    held_because: str = ""  # why the coordinator has it, where the department may not have it with this doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class PostQuestion:
    """One of several questions of a post, and the department that would answer it alone (None: no rule)."""

    part: Part
    department_id: DepartmentId | None


def route(reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId], praised: bool = False) -> Route:
    """The first matching rule whose department has somebody enrolled (`staffed`); else the coordinator, with a reason.

    With a doubt: the department whose topics are likeliest together. `praised`: thanks with a trouble in them.
    """
    if reading.outside:
        where = f": {reading.main.settlement}" if reading.main.settlement else ""
        return Route(department_id=None, because=f"не наш округ{where}", doubt=Doubt.OUTSIDE)
    rule, empty = choose(reading, rules, staffed)
    if rule is None:
        because = f"{_name(empty)}, в отделе пока никого нет" if empty else "правило не нашлось"
        return Route(department_id=None, because=because, doubt=Doubt.ROUTE)
    because = f"{_name(rule)}; по правилу {empty.number} в отделе никого нет" if empty else _name(rule)
    asked = questions(reading, rules=rules, staffed=staffed)
    several = (Doubt.QUESTIONS, "несколько вопросов в одном сообщении") if asked else None
    found = several or ((Doubt.PRAISE, PRAISED) if praised else _doubt(reading, rule, rules, staffed))
    if found is None:
        return Route(department_id=rule.department_id, because=because)
    doubt, why = found
    if reading.danger:
        return Route(department_id=rule.department_id, because=because, doubt=doubt)
    likely = _by_topics(reading, rules, staffed) or [(rule, 1.0)]
    first = likely[0][0]
    seconds = [choose(each, rules, staffed)[0] for each in _seconds(reading)]
    others = [each.department_id for each in (*asked, *seconds, *(each for each, share in likely if share >= SECOND)) if each is not None]
    way = Route(
        department_id=first.department_id,
        because=because if first.department_id == rule.department_id else _name(first),
        doubt=doubt,
        proposed_id=next((id for id in others if id not in {None, first.department_id}), None),
        held_because=why,
    )
    return with_coordinator(way) if reading.kind is Kind.RUMOUR else way


def with_coordinator(way: Route) -> Route:
    """With the coordinator, who settles the doubt first."""
    named = way.department_id if way.doubt in {Doubt.QUESTIONS, Doubt.PRAISE} else None
    return Route(department_id=None, because=way.held_because, doubt=way.doubt, proposed_id=named)


def questions(reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> tuple[PostQuestion, ...]:
    """The questions of a post in its order, each with its department; () where one department answers them all."""
    asked = []
    for part in reading.parts:
        rule, _ = choose(reading_of_part(reading, part), rules, staffed)
        asked.append(PostQuestion(part=part, department_id=rule.department_id if rule else None))
    return tuple(asked) if len({each.department_id for each in asked} - {None}) > 1 else ()


def reading_of_part(reading: Reading, part: Part) -> Reading:
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
        trouble=None,  # it may stand in another part
    )


def leading(asked: Sequence[PostQuestion], reading: Reading, *, whose: DepartmentId | None = None) -> PostQuestion:
    """Which question the card stays with: of the department that has it (`whose`), else a danger, else what the reading speaks of."""

    def weight(each: PostQuestion) -> tuple[bool, bool, bool, bool]:
        part, own = each.part, each.department_id is not None and whose in {None, each.department_id}
        return own, part.danger, part.topic == reading.topic, part.group == reading.group

    return max(asked, key=weight)


def _name(rule: Rule) -> str:
    return f"{rule.title} (правило {rule.number})"


def choose(reading: Reading, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> tuple[Rule | None, Rule | None]:
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
        second, _ = choose(other, rules, staffed)
        if second is None or second.department_id != rule.department_id:
            return True
    return False


def confusable(reading: Reading) -> tuple[str, str] | None:
    """The two topics to choose from where the likeliest is not sure: the reading's own first. None: it is sure enough."""
    for other in _seconds(reading):
        if other.topic and other.topic != reading.topic:
            return reading.topic, other.topic
    return None


def _by_topics(reading: Reading, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> Sequence[tuple[Rule, float]]:
    """A rule a department, that of its likeliest topic, with the probability of all its topics together; likeliest first."""
    found: dict[DepartmentId | None, tuple[Rule, float]] = {}
    for each, share in as_topics(reading):
        rule, _ = choose(each, rules, staffed)
        if rule is not None:
            first, known = found.get(rule.department_id, (rule, 0.0))
            found[rule.department_id] = first, known + share
    return sorted(found.values(), key=lambda each: -each[1])


def as_topics(reading: Reading) -> Iterator[tuple[Reading, float]]:
    """The reading as it would be with each of its likeliest topics, with their probabilities."""
    for topic, share in reading.topics:
        group = next((each for each, _ in reading.groups if topic.startswith(f"{each}_")), reading.group)
        yield replace(reading, group=group, topic=topic), share


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
