"""/people: the list, a person's card and menus, the reports of a hand-over."""

from collections.abc import Mapping

from bot.screens.kit.context import Call, Render, fixed
from bot.screens.people import people
from handlers.people.buttons import PeopleDo
from incidents.ids import OfficialId
from incidents.messenger import Message
from incidents.official import Official, Role
from incidents.people.leave import may_replace

MOST_HEIRS = 6


async def _people(call: Call) -> Message:
    titles = {d.id: d.title for d in await call.tx.departments()}
    everyone = [*await call.tx.officials(), *await call.tx.blocked_officials()]
    links = len(await call.tx.open_invitations(call.now))
    return people.people(officials=people.order(everyone, titles), page=call.page(), links=links)


async def _person(call: Call) -> Message:
    official = await call.official()
    deputy = await call.tx.official(official.deputy_id) if official.deputy_id is not None else None
    return people.person(official=official, holds=await _holds(call, official), tz=call.tz, deputy=deputy)


async def _ask_phone(call: Call) -> Message:
    return people.ask_phone(official=await call.tx.official(OfficialId(call.number("about"))))


async def _holds(call: Call, official: Official) -> int:
    return sum(incident.holder_id == official.id for incident in await call.tx.open_incidents())


async def _roles(call: Call) -> Message:
    return people.roles(do=PeopleDo(call.text("do")), official=await _about(call))


async def _departments(call: Call) -> Message:
    role, shown = Role(call.text("role")), await call.tx.departments()
    return people.departments(do=PeopleDo(call.text("do")), role=role, official=await _about(call), all_departments=shown, page=call.page())


async def _about(call: Call) -> Official | None:
    """Whom the menu is about; None: somebody who is to be invited."""
    return await call.official() if call.row.params.get("official") else None


async def _ask_dismiss(call: Call) -> Message:
    official = await call.official()
    return people.ask_dismiss(
        official=official, holds=await _holds(call, official), heirs=may_replace(official, await call.tx.officials())[:MOST_HEIRS]
    )


async def _ask_block(call: Call) -> Message:
    return people.ask_block(official=await call.official())


async def _handed_over(call: Call) -> Message:
    to = call.row.params.get("to")
    heir = await call.tx.official(OfficialId(to)) if isinstance(to, int) else None
    return people.handed_over(
        leaver=await call.official(),
        heir=heir,
        numbers=_numbers(call),
        total=call.number("count"),
        answers=call.number("answers"),
        promises=call.number("promises"),
        more={
            name: count for name in ("shifts", "empty", "orders", "drafts", "links") if isinstance(count := call.row.params.get(name), int)
        },
    )


async def _took_over(call: Call) -> Message:
    return people.took_over(numbers=_numbers(call), total=call.number("count"))


async def _role_changed(call: Call) -> Message:
    return people.role_changed(official=await call.official())


def _numbers(call: Call) -> list[int]:
    return [int(word) for word in call.text("numbers").split()]


SAYS: Mapping[str, Render] = {
    "people": _people,
    "person": _person,
    "ask_phone": _ask_phone,
    "people_roles": _roles,
    "people_departments": _departments,
    "people_dismiss": _ask_dismiss,
    "people_block": _ask_block,
    "handed_over": _handed_over,
    "took_over": _took_over,
    "role_changed": _role_changed,
    "farewell": fixed(people.farewell),
}
