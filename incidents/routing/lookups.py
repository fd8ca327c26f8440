"""Read-only questions about the routing tree."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from incidents.errors import NotFound, Unchanged
from incidents.ids import DepartmentId
from incidents.places.values import PlaceBook
from incidents.routing.likely_departments import staffed
from incidents.routing.rule_changes import Effect, RuleChange, Tree, effect, next_number, tree_of, with_change, with_new_rule
from incidents.routing.rules import Rule
from incidents.routing.store import RuleStores
from incidents.routing.taxonomy import Taxonomy, groups
from incidents.settings_log import Audit

LOOKED_BACK = timedelta(days=30)
MOST = 2_000
"""Incidents that a change is tried on, the newest."""

_LINES = 200


async def proposed_tree(tx: RuleStores, number: int, change: RuleChange, department: DepartmentId | None) -> Tree:
    """The tree as a change would make it. Raises a DomainError."""
    if change is RuleChange.DEPARTMENT and department not in {each.id for each in await tx.departments.all()}:
        raise NotFound("Такого отдела больше нет. Откройте /rules ещё раз")
    return with_change(await tx.rules.all(), number, change, department)


async def new_rule(tx: RuleStores, topics: Taxonomy, places: PlaceBook, scope: str, place: str | None, department: DepartmentId) -> Rule:
    """A rule for «t~roads_snow» or «g~roads», in one settlement or everywhere. Raises a DomainError for what is gone or there already."""
    kind, _, slug = scope.partition("~")
    topic = topics.get(slug) if kind == "t" else None
    title = topic.short if topic is not None else groups(topics).get(slug) if kind == "g" else None
    spot = places.of(place) if place else None
    if title is None or (place and spot is None) or department not in {each.id for each in await tx.departments.all()}:
        raise NotFound("Выбор устарел. Начните снова: /rules")
    where = f", {spot.place.settlement}" if spot is not None else ""
    tree = await tx.rules.all()
    used = [
        int(str(line.data.get("key"))) for line in await tx.audit.lines({"rule"}, limit=_LINES) if str(line.data.get("key")).isdecimal()
    ]
    new = Rule(
        number=next_number(tree, used),
        title=f"{title[:1].lower() if not title[1:2].isupper() else title[:1]}{title[1:]}{where}",
        department_id=department,
        groups=frozenset({slug} if kind == "g" else ()),
        topics=frozenset({slug} if kind == "t" else ()),
        settlements=frozenset({place} if place else ()),
    )
    with_new_rule(tree, new)
    return new


async def tree_before(audit: Audit) -> Tree:
    """The tree before the last change in the chat. Raises Unchanged where nothing was changed."""
    lines = await audit.lines({"rule"}, limit=1)
    if not lines:
        raise Unchanged("Возвращать нечего: правила в чате не меняли")
    return tree_of(str(lines[0].data["tree"]))


async def effect_of(tx: RuleStores, after: Sequence[Rule], *, now: datetime) -> Effect:
    """What the last thirty days would have looked like."""
    routed = await tx.rules.routed_since(now - LOOKED_BACK, limit=MOST)
    return effect(routed, before=await tx.rules.all(), after=after, staffed=staffed(await tx.officials.all()))
