"""A coordinator changes where messages go, a rule at a time: counted before it is done, logged with the tree that was, taken back."""

from collections.abc import Sequence
from datetime import datetime

from incidents.errors import DomainError, Forbidden, Unchanged
from incidents.ids import DepartmentId
from incidents.official import Official, Role
from incidents.routing.lookups import proposed, tree_before
from incidents.routing.rule_changes import RuleChange, added, renamed, rule_of, text_of
from incidents.routing.rules import Rule
from incidents.transaction import Transaction


def may_keep(by: Official) -> None:
    """Raise Forbidden for everyone but a coordinator."""
    if by.role is not Role.COORDINATOR:
        raise Forbidden("Правила меняет координатор. Карточка пришла не туда? Нажмите на ней «Не наше»")


async def apply(tx: Transaction, number: int, change: RuleChange, department: DepartmentId | None, *, by: Official, now: datetime) -> None:
    """Cards that are sorted already stay where they are."""
    may_keep(by)
    before = await tx.rules()
    after = await proposed(tx, number, change, department)
    was = rule_of(before, number).department_id if change is RuleChange.DEPARTMENT else None
    await tx.put_rules(after)
    said = f"{change}~{department}" if change is RuleChange.DEPARTMENT else change
    await log_rules(tx, str(number), was, said, before, by=by, now=now)


async def rename(tx: Transaction, number: int, title: str, *, by: Official, now: datetime) -> None:
    """What the card says in «Почему вам»."""
    may_keep(by)
    before = await tx.rules()
    old = rule_of(before, number).title
    await tx.put_rules(renamed(before, number, title))
    await log_rules(tx, str(number), old, "title", before, by=by, now=now)


async def add(tx: Transaction, new: Rule, *, by: Official, now: datetime) -> None:
    """It is asked before all others."""
    may_keep(by)
    before = await tx.rules()
    await tx.put_rules(added(before, new))
    await log_rules(tx, str(new.number), None, "added", before, by=by, now=now)


async def take_back(tx: Transaction, *, by: Official, now: datetime) -> None:
    """The rules as they were before the last change; once more: the change again."""
    may_keep(by)
    before, after = await tx.rules(), await tree_before(tx)
    if tuple(before) == after:
        raise Unchanged
    homes = {each.id for each in await tx.departments()}
    if any(rule.department_id is not None and rule.department_id not in homes for rule in after):
        raise DomainError("В прежних правилах стоит отдел, которого больше нет. Поправьте правила по одному")
    await tx.put_rules(after)
    await log_rules(tx, "all", None, "back", before, by=by, now=now)


async def log_rules(
    tx: Transaction, key: str, was: str | None, became: str, before: Sequence[Rule], *, by: Official, now: datetime
) -> None:
    """A line of the log, with the whole tree that was."""
    data: dict[str, int | str | None] = {"key": key, "before": was, "after": became, "tree": text_of(before)}
    await tx.audit("rule", user_id=by.user_id, at=now, data=data)
