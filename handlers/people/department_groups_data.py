"""Department groups: /connect, the preflight, the digest."""

from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from handlers.people import department_groups_words
from incidents.errors import NotFound
from incidents.ids import DepartmentId
from incidents.incident import UNFINISHED
from incidents.messenger import Message
from incidents.official import Department
from incidents.people.department_groups import digest_of
from incidents.people.messages import Connected, ConnectLeft, ConnectMenu, DepartmentDigest, Disconnected, GroupChecked, GroupGone


@renders(ConnectMenu)
async def _choose(call: Call, said: ConnectMenu) -> Message:
    return department_groups_words.choose(departments=await call.tx.departments.all(), page=said.page, in_topic=call.in_topic)


@renders(Connected)
async def _connected(call: Call, said: Connected) -> Message:
    return department_groups_words.connected(title=(await _department(call, said.department)).title)


@renders(Disconnected)
async def _disconnected(call: Call, said: Disconnected) -> Message:
    titles = {each.id: each.title for each in await call.tx.departments.all()}
    return department_groups_words.disconnected(titles=[title for id, title in titles.items() if id in said.departments])


@renders(GroupGone)
async def _gone(call: Call, said: GroupGone) -> Message:
    return department_groups_words.gone(title=(await _department(call, said.department)).title)


@renders(GroupChecked)
async def _checked(call: Call, said: GroupChecked) -> Message:
    return department_groups_words.checked(
        title=(await _department(call, said.department)).title,
        lacks=said.lacks,
        hears_all=said.hears_all,
        is_public=said.is_public,
        members=said.members,
    )


@renders(DepartmentDigest)
async def _digest(call: Call, said: DepartmentDigest) -> Message:
    """As it stands at the moment of sending; not said where nothing is at work any more."""
    department = await _department(call, said.department)
    held = await call.tx.incidents.held_by(official=None, department=department.id, statuses=UNFINISHED)
    found = digest_of(held, calendar=call.policy.calendar, now=call.now)
    if found is None:
        raise Unneeded
    return department_groups_words.digest(title=department.title, digest=found, tz=call.tz, now=call.now)


async def _department(call: Call, id: DepartmentId) -> Department:
    found = next((each for each in await call.tx.departments.all() if each.id == id), None)
    if found is None:
        raise NotFound
    return found


renders(ConnectLeft)(fixed(department_groups_words.left_alone))
