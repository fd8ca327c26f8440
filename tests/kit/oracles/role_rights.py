"""Rights beside the cards said a second time, role by role."""

from collections.abc import Iterator
from itertools import product

from incidents.official import Official, Role
from incidents.role_rights import Holders, Right, has_right
from tests.kit.values.samples import ROADS, official

ME = 7
WORKING = {"bring", "plan_works", "send_tables", "undo"}
THEIRS: dict[Role, set[str]] = {
    # a department's people bring messages and say what works are planned
    Role.EXECUTOR: WORKING,
    # a chief looks for a word among what became no card
    Role.CHIEF: WORKING | {"search_missed"},
    # the press decides on answers, mends what is published, checks rumours, keeps the advice, looks at what became no card
    Role.APPROVER: {"bring", "undo", "approve", "correct", "check_rumours", "keep_advice"}
    | {"see_missed", "search_missed", "judge_dropped"},
    Role.DUTY: {"bring", "undo", "see_roster"},
    # the head reads the summary and takes reports, also those that somebody else asked for
    Role.HEAD: {"bring", "undo", "see_summary", "see_roster", "take_reports"},
    Role.OBSERVER: set(),
    # all settings, all lists, all that a colleague has begun; not the head's reports, and corrects by the act, not by the role
    Role.COORDINATOR: {right.value for right in Right} - {"correct", "take_reports"},
}


def who(role: Role) -> Official:
    """An official of the role; of the roads, where the role belongs to a department."""
    return official(role, ME, ROADS if role in {Role.EXECUTOR, Role.CHIEF} else None)


def wrong_holders(holders: Holders) -> Iterator[tuple[Role, Right]]:
    """Roles and rights of which a table says something else."""
    for role, right in product(Role, Right):
        if has_right(who(role), right, holders) is not (right.value in THEIRS[role]):
            yield role, right
