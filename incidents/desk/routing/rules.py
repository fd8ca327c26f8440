"""Change the routing rules in the chat, one rule at a time.

Counted before it is done, logged with the tree that was, taken back.
"""

from collections.abc import Sequence
from datetime import datetime

from incidents.errors import DomainError, Unchanged
from incidents.ids import DepartmentId
from incidents.official import Official
from incidents.role_rights import Right, check_right
from incidents.routing.lookups import proposed_tree, tree_before
from incidents.routing.rule_changes import RuleChange, rule_of, text_of, with_new_rule, with_title
from incidents.routing.rules import Rule
from incidents.transaction import Transaction


async def apply(tx: Transaction, number: int, change: RuleChange, department: DepartmentId | None, *, by: Official, now: datetime) -> None:
    """Cards that are sorted already stay where they are."""
    check_right(by, Right.KEEP_RULES)
    before = await tx.rules.all()
    after = await proposed_tree(tx, number, change, department)
    was = rule_of(before, number).department_id if change is RuleChange.DEPARTMENT else None
    await tx.rules.put(after)
    said = f"{change}~{department}" if change is RuleChange.DEPARTMENT else change
    await log_rules(tx, str(number), was, said, before, by=by, now=now)


async def rename(tx: Transaction, number: int, title: str, *, by: Official, now: datetime) -> None:
    """What the card says in «Почему вам»."""
    check_right(by, Right.KEEP_RULES)
    before = await tx.rules.all()
    old = rule_of(before, number).title
    await tx.rules.put(with_title(before, number, title))
    await log_rules(tx, str(number), old, "title", before, by=by, now=now)


async def add(tx: Transaction, new: Rule, *, by: Official, now: datetime) -> None:
    """It is asked before all others."""
    check_right(by, Right.KEEP_RULES)
    before = await tx.rules.all()
    await tx.rules.put(with_new_rule(before, new))
    await log_rules(tx, str(new.number), None, "added", before, by=by, now=now)


async def take_back(tx: Transaction, *, by: Official, now: datetime) -> None:
    """The rules as they were before the last change; once more: the change again."""
    check_right(by, Right.KEEP_RULES)
    before, after = await tx.rules.all(), await tree_before(tx.audit)
    if tuple(before) == after:
        raise Unchanged
    homes = {each.id for each in await tx.departments.all()}
    if any(rule.department_id is not None and rule.department_id not in homes for rule in after):
        raise DomainError("В прежних правилах стоит отдел, которого больше нет. Поправьте правила по одному")
    await tx.rules.put(after)
    await log_rules(tx, "all", None, "back", before, by=by, now=now)


async def log_rules(
    tx: Transaction, key: str, was: str | None, became: str, before: Sequence[Rule], *, by: Official, now: datetime
) -> None:
    """A line of the log, with the whole tree that was."""
    data: dict[str, int | str | None] = {"key": key, "before": was, "after": became, "tree": text_of(before)}
    await tx.audit.add("rule", user_id=by.user_id, at=now, data=data)
