"""Department groups: /connect, the preflight, the digest."""

from collections.abc import Mapping

from bot.screens.kit.context import Call, Render, Unneeded, fixed
from bot.screens.people import department_groups
from incidents.errors import NotFound
from incidents.messenger import Message
from incidents.official import Department
from incidents.people.department_groups import Lack, digest_of


async def _choose(call: Call) -> Message:
    return department_groups.choose(departments=await call.tx.departments(), page=call.page(), in_topic=call.row.topic_id is not None)


async def _connected(call: Call) -> Message:
    return department_groups.connected(title=(await _department(call)).title)


async def _disconnected(call: Call) -> Message:
    titles = {each.id: each.title for each in await call.tx.departments()}
    return department_groups.disconnected(titles=[title for id, title in titles.items() if id in call.text("departments").split()])


async def _gone(call: Call) -> Message:
    return department_groups.gone(title=(await _department(call)).title)


async def _checked(call: Call) -> Message:
    lacks = [Lack(code) for code in call.text("lacks").split() if code in set(Lack)]
    return department_groups.checked(title=(await _department(call)).title, lacks=lacks)


async def _digest(call: Call) -> Message:
    """As it stands at the moment of sending; not said where nothing is at work any more."""
    department = await _department(call)
    held = await call.tx.held_by(official=None, department=department.id)
    found = digest_of(held, calendar=call.district.calendar, now=call.now)
    if found is None:
        raise Unneeded
    return department_groups.digest(title=department.title, digest=found, tz=call.tz, now=call.now)


async def _department(call: Call) -> Department:
    id = call.text("department")
    found = next((each for each in await call.tx.departments() if each.id == id), None)
    if found is None:
        raise NotFound
    return found


SAYS: Mapping[str, Render] = {
    "connect": _choose,
    "connected": _connected,
    "connect_left": fixed(department_groups.left_alone),
    "disconnected": _disconnected,
    "group_gone": _gone,
    "group_checked": _checked,
    "R10": _digest,
}
