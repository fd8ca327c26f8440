"""rules.toml: the routing tree, checked against everything that it names."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bot.config.profile.toml import TomlTable
from incidents.ids import DepartmentId
from incidents.routing.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameable:
    """What a rule may name: departments, groups, topics, settlements. `numbers` fills as rules are read."""

    departments: Collection[str]
    groups: Collection[str]
    topics: Collection[str]
    settlements: Collection[str]
    numbers: set[int] = field(default_factory=set)


def read_rules(file: TomlTable, known: Nameable) -> tuple[Rule, ...]:
    """The roots in order. Raises DistrictError."""
    rules = tuple(_rules(file, known))
    file.finish()
    return rules


def _rules(parent: TomlTable, known: Nameable) -> Iterator[Rule]:
    for table in parent.tables("rule"):
        yield _rule(table, known)


def _rule(table: TomlTable, known: Nameable) -> Rule:
    number = table.number("number")
    if number in known.numbers:
        raise table.error("number", f"правило {number} уже было")
    known.numbers.add(number)
    department = table.text("department", "")
    if department and department not in known.departments:
        raise table.error("department", f"отдела «{department}» нет в departments.csv")
    rule = Rule(
        number=number,
        title=table.text("title"),
        department_id=DepartmentId(department) if department else None,
        groups=_named(table, "groups", known.groups, "группы «{}» нет в taxonomy.csv"),
        topics=_named(table, "topics", known.topics, "темы «{}» нет в taxonomy.csv"),
        settlements=_named(table, "settlements", known.settlements, "места «{}» нет в places.csv"),
        danger=table.flag("danger"),
        children=tuple(_rules(table, known)),
    )
    table.finish()
    if not department and not rule.children:
        raise table.error(None, f"правило {number} никуда не ведёт: нужен department или вложенные правила")
    return rule


def _named(table: TomlTable, key: str, known: Collection[str], complaint: str) -> frozenset[str]:
    names = table.texts(key)
    for name in names:
        if name not in known:
            raise table.error(key, complaint.format(name))
    return frozenset(names)
