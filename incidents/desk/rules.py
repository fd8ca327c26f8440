"""A coordinator changes where messages go, a rule at a time: counted before it is done, logged with the tree that was, taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from incidents.desk.common import Policy
from incidents.desk.likely import staffed
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged
from incidents.ids import DepartmentId
from incidents.people import Official, Role
from incidents.ports import Transaction
from incidents.routing import Rule
from incidents.rules_edit import Effect, RuleChange, Tree, added, changed, effect, next_number, renamed, rule_of, text_of, tree_of
from incidents.taxonomy import groups

LOOKED_BACK = timedelta(days=30)
MOST = 2_000
"""Incidents that a change is tried on, the newest."""

_LINES = 200


def may_keep(by: Official) -> None:
    """Raise Forbidden for everyone but a coordinator."""
    if by.role is not Role.COORDINATOR:
        raise Forbidden("Правила меняет координатор. Карточка пришла не туда? Нажмите на ней «Не наше»")


async def proposed(tx: Transaction, number: int, change: RuleChange, department: DepartmentId | None) -> Tree:
    """The tree as a change would make it. Raises a DomainError."""
    if change is RuleChange.DEPARTMENT and department not in {each.id for each in await tx.departments()}:
        raise NotFound("Такого отдела больше нет. Откройте /rules ещё раз")
    return changed(await tx.rules(), number, change, department)


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


async def new_rule(tx: Transaction, policy: Policy, scope: str, place: str | None, department: DepartmentId) -> Rule:
    """A rule for «t~roads_snow» or «g~roads», in one settlement or everywhere. Raises a DomainError for what is gone or there already."""
    kind, _, slug = scope.partition("~")
    topic = policy.topics.get(slug) if kind == "t" else None
    title = topic.short if topic is not None else groups(policy.topics).get(slug) if kind == "g" else None
    spot = policy.places.of(place) if place else None
    if title is None or (place and spot is None) or department not in {each.id for each in await tx.departments()}:
        raise NotFound("Выбор устарел. Начните снова: /rules")
    where = f", {spot.place.settlement}" if spot is not None else ""
    tree = await tx.rules()
    used = [
        int(str(line.data.get("key"))) for line in await tx.audit_lines({"rule"}, limit=_LINES) if str(line.data.get("key")).isdecimal()
    ]
    new = Rule(
        number=next_number(tree, used),
        title=f"{title[:1].lower() if not title[1:2].isupper() else title[:1]}{title[1:]}{where}",
        department_id=department,
        groups=frozenset({slug} if kind == "g" else ()),
        topics=frozenset({slug} if kind == "t" else ()),
        settlements=frozenset({place} if place else ()),
    )
    added(tree, new)
    return new


async def add(tx: Transaction, new: Rule, *, by: Official, now: datetime) -> None:
    """It is asked before all others."""
    may_keep(by)
    before = await tx.rules()
    await tx.put_rules(added(before, new))
    await log_rules(tx, str(new.number), None, "added", before, by=by, now=now)


async def tree_before(tx: Transaction) -> Tree:
    """The tree before the last change in the chat. Raises Unchanged where nothing was changed."""
    lines = await tx.audit_lines({"rule"}, limit=1)
    if not lines:
        raise Unchanged("Возвращать нечего: правила в чате не меняли")
    return tree_of(str(lines[0].data["tree"]))


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


async def effect_of(tx: Transaction, after: Sequence[Rule], *, now: datetime) -> Effect:
    """What the last thirty days would have looked like."""
    routed = await tx.routed_since(now - LOOKED_BACK, limit=MOST)
    return effect(routed, before=await tx.rules(), after=after, staffed=staffed(await tx.officials()))


async def log_rules(
    tx: Transaction, key: str, was: str | None, became: str, before: Sequence[Rule], *, by: Official, now: datetime
) -> None:
    """A line of the log, with the whole tree that was."""
    data: dict[str, int | str | None] = {"key": key, "before": was, "after": became, "tree": text_of(before)}
    await tx.audit("rule", user_id=by.user_id, at=now, data=data)
