"""[approval] of district.toml: whose answers are approved before they are published."""

from collections.abc import Collection

from bot.config.profile.toml import TomlTable
from incidents.approval.values import ApprovalMode, ApprovalRules
from incidents.ids import DepartmentId


def read_approval(table: TomlTable, *, departments: Collection[str]) -> ApprovalRules:
    """Nothing said: nobody approves. Raises DistrictError."""
    standard = ApprovalRules()
    own = table.table("departments")
    modes = {}
    for id in own.keys():  # noqa: SIM118 - a method of ours
        if id not in departments:
            raise own.error(id, "такого отдела нет в departments.csv")
        modes[DepartmentId(id)] = _mode(own, id, standard.mode)
    first = table.number("first", standard.first)
    if first < 1:
        raise table.error("first", "нужно число от 1")
    rules = ApprovalRules(mode=_mode(table, "mode", standard.mode), first=first, departments=modes)
    table.finish()
    return rules


def _mode(table: TomlTable, key: str, default: ApprovalMode) -> ApprovalMode:
    word = table.text(key, default)
    if word not in set(ApprovalMode):
        raise table.error(key, f"бывает {', '.join(ApprovalMode)}, а не «{word}»")
    return ApprovalMode(word)
