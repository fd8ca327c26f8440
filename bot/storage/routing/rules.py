"""Table `rule`: the routing tree, a row a node with its parent."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Select, String, Table, delete, select, true
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Words
from incidents.ids import DistrictId
from incidents.routing import store
from incidents.routing.rules import Rule

rule = Table(
    "rule",
    metadata,
    key(),
    district(),
    Column("parent_id", KEY, ForeignKey("rule.id")),
    Column("number", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("department_id", String),
    Column("groups", Json, nullable=False),
    Column("topics", Json, nullable=False),
    Column("settlements", Json, nullable=False),
    Column("danger", Boolean),
    Column("active", Boolean, nullable=False, server_default=true()),
    Index("ix_rule_district_id", "district_id"),
    sqlite_autoincrement=True,
)


@built_once
def nodes_of(district_id: DistrictId) -> Select[Any]:  # Any: a row
    """Every node of the tree."""
    return select(rule).where(rule.c.district_id == district_id).order_by(rule.c.id)


_Tree = defaultdict[int | None, list[type_row]]


class Rules(Rows, store.Rules):
    """The tree by which incidents find their departments."""

    @override
    async def all(self) -> Sequence[Rule]:
        nodes: _Tree = defaultdict(list)
        for row in await self._all(nodes_of(district_id=self.district_id)):
            nodes[row.parent_id].append(row)
        return _rules_under(None, nodes)

    @override
    async def put(self, rules: Sequence[Rule]) -> None:
        await self._run(delete(rule).where(rule.c.district_id == self.district_id))
        await self._put_under(None, rules)

    async def _put_under(self, parent_id: int | None, rules: Sequence[Rule]) -> None:
        for one in rules:
            row = {**_values(one), "district_id": self.district_id, "parent_id": parent_id}
            id = await self._scalar(insert(rule).values(row).returning(rule.c.id))
            await self._put_under(id, one.children)


def _values(one: Rule) -> dict[str, Any]:  # Any: columns
    sets = {"groups": sorted(one.groups), "topics": sorted(one.topics), "settlements": sorted(one.settlements)}
    return {
        "number": one.number,
        "title": one.title,
        "department_id": one.department_id,
        "danger": one.danger,
        "active": one.active,
        **sets,
    }


def _rules_under(parent_id: int | None, nodes: _Tree) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            number=row.number,
            title=row.title,
            department_id=row.department_id,
            groups=frozenset(row.groups),
            topics=frozenset(row.topics),
            settlements=frozenset(row.settlements),
            danger=row.danger,
            active=row.active,
            children=_rules_under(row.id, nodes),
        )
        for row in nodes[parent_id]
    )
