"""Changes of the routing tree by a tap, each a new tree.

So what it would change is counted before it is done. Pure.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from incidents.errors import DomainError, NotFound, Unchanged
from incidents.ids import DepartmentId
from incidents.incident import Incident
from incidents.reading import Reading
from incidents.routing.rules import Rule, route

GONE = "Такого правила больше нет. Откройте /rules ещё раз"
LONGEST = 120
"""Code points of a title on a card."""

Tree = tuple[Rule, ...]


class RuleChange(StrEnum):
    """What is done to a rule. Codes stand in buttons and in the log: add, never rename."""

    DEPARTMENT = "dep"  # with «~housing»
    OFF = "off"
    ON = "on"
    UP = "up"
    DOWN = "down"
    REMOVE = "rm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the last thirty days would have looked like: of `total` incidents those that go elsewhere, by where from and where to."""

    total: int
    moves: tuple[tuple[DepartmentId | None, DepartmentId | None, int], ...]

    @property
    def count(self) -> int:
        """How many go elsewhere."""
        return sum(count for _, _, count in self.moves)


def all_rules(tree: Sequence[Rule]) -> Iterator[Rule]:
    """All rules, a parent before its children."""
    for rule in tree:
        yield rule
        yield from all_rules(rule.children)


def rule_of(tree: Sequence[Rule], number: int) -> Rule:
    """Raises NotFound."""
    found = next((rule for rule in all_rules(tree) if rule.number == number), None)
    if found is None:
        raise NotFound(GONE)
    return found


def parent_of(tree: Sequence[Rule], number: int) -> Rule | None:
    """The rule in which this one stands; None for a root."""
    return next((rule for rule in all_rules(tree) if any(child.number == number for child in rule.children)), None)


def with_change(tree: Sequence[Rule], number: int, change: RuleChange, department: DepartmentId | None = None) -> Tree:
    """The tree after a change. Raises a DomainError where there is nothing to change."""
    rule = rule_of(tree, number)
    match change:
        case RuleChange.DEPARTMENT:
            if department == rule.department_id:
                raise Unchanged
            return _mapped(tree, number, lambda one: (replace(one, department_id=department),))
        case RuleChange.OFF | RuleChange.ON:
            is_on = change is RuleChange.ON
            if rule.active is is_on:
                raise Unchanged
            return _mapped(tree, number, lambda one: (replace(one, active=is_on),))
        case RuleChange.REMOVE:
            parent = parent_of(tree, number)
            if parent is not None and parent.department_id is None and len(parent.children) == 1:
                raise DomainError(f"Без него правило {parent.number} никуда не ведёт. Уберите само правило {parent.number}")
            return _mapped(tree, number, lambda _one: ())
        case _:
            return _moved(tree, number, -1 if change is RuleChange.UP else 1)


def with_title(tree: Sequence[Rule], number: int, title: str) -> Tree:
    """Another title. Raises a DomainError for an empty, endless or the same one."""
    title = " ".join(title.split())
    if not title or len(title) > LONGEST:
        raise DomainError(f"Название нужно от 1 до {LONGEST} знаков: оно стоит на карточке, «Почему вам»")
    if rule_of(tree, number).title == title:
        raise Unchanged
    return _mapped(tree, number, lambda one: (replace(one, title=title),))


def with_new_rule(tree: Sequence[Rule], new: Rule) -> Tree:
    """A new rule goes first: it is asked before all that stood there. Raises DomainError where it would say what another says."""
    for rule in all_rules(tree):
        same = (rule.groups, rule.topics, rule.settlements, rule.danger) == (new.groups, new.topics, new.settlements, new.danger)
        if same and rule.active and parent_of(tree, rule.number) is None:
            raise DomainError(f"Об этом уже есть правило {rule.number}, «{rule.title[:60]}». Откройте его и поменяйте отдел")
    return (new, *tree)


def next_number(tree: Sequence[Rule], used: Collection[int]) -> int:
    """A number that no rule has or had: people remember them."""
    return max([0, *(rule.number for rule in all_rules(tree)), *used]) + 1


def effect(
    routed: Sequence[tuple[Incident, Reading]], *, before: Sequence[Rule], after: Sequence[Rule], staffed: Collection[DepartmentId]
) -> Effect:
    """Incidents with their first readings, routed by both trees as they are understood now."""
    moves: Counter[tuple[DepartmentId | None, DepartmentId | None]] = Counter()
    for incident, read in routed:
        now = replace(read, group=incident.group, topic=incident.topic, main=incident.place)
        one, other = (route(now, rules=tree, staffed=staffed).department_id for tree in (before, after))
        if one != other:
            moves[one, other] += 1
    return Effect(total=len(routed), moves=tuple((one, other, count) for (one, other), count in moves.most_common()))


def text_of(tree: Sequence[Rule]) -> str:
    """The tree as it is kept beside a line of the log, for the way back."""
    return json.dumps([_body(rule) for rule in tree], ensure_ascii=False)


def tree_of(text: str) -> Tree:
    """The inverse of `text_of`."""
    return tuple(_rule(body) for body in json.loads(text))


def _mapped(tree: Sequence[Rule], number: int, change: Callable[[Rule], Tree]) -> Tree:
    made: list[Rule] = []
    for rule in tree:
        if rule.number == number:
            made += change(rule)
        else:
            made.append(replace(rule, children=_mapped(rule.children, number, change)))
    return tuple(made)


def _moved(tree: Sequence[Rule], number: int, step: int) -> Tree:
    parent = parent_of(tree, number)
    row = list(parent.children if parent is not None else tree)
    at = next(n for n, rule in enumerate(row) if rule.number == number)
    if not 0 <= at + step < len(row):
        raise Unchanged("Это правило и так первое" if step < 0 else "Это правило и так последнее")
    row[at], row[at + step] = row[at + step], row[at]
    return tuple(row) if parent is None else _mapped(tree, parent.number, lambda one: (replace(one, children=tuple(row)),))


def _body(rule: Rule) -> dict[str, Any]:  # Any: JSON
    sets = {"groups": sorted(rule.groups), "topics": sorted(rule.topics), "settlements": sorted(rule.settlements)}
    own = {"number": rule.number, "title": rule.title, "department_id": rule.department_id, "danger": rule.danger, "active": rule.active}
    return {**own, **sets, "children": [_body(child) for child in rule.children]}


def _rule(body: dict[str, Any]) -> Rule:  # Any: JSON
    sets = {name: frozenset(body[name]) for name in ("groups", "topics", "settlements")}
    return Rule(**{**body, **sets, "children": tuple(_rule(child) for child in body["children"])})
