"""Planned works: the list, one of them, the questions."""

from collections.abc import Mapping

from bot.cards import works
from bot.render.call import Call, Render, fixed
from incidents.errors import NotFound
from incidents.ids import WorksId
from incidents.messenger import Message
from incidents.people import Role
from incidents.works import WORKED_ON


async def _list(call: Call) -> Message:
    return works.works_list(found=await call.tx.works_after(call.now), page=call.page(), tz=call.tz, now=call.now)


async def _one(call: Call) -> Message:
    found, viewer = await call.tx.works(WorksId(call.number("works"))), await call.official()
    who = await call.tx.official(found.created_by)
    return works.works_one(
        works=found,
        who=who.title,
        is_new=bool(call.row.params.get("new")),
        sure=bool(call.row.params.get("sure")),
        may_end=viewer.role is Role.COORDINATOR or viewer.id == found.created_by,
        tz=call.tz,
        now=call.now,
    )


def _family(call: Call) -> str:
    family = call.text("family")
    if family not in WORKED_ON:
        raise NotFound
    return family


async def _ask_place(call: Call) -> Message:
    return works.ask_place(family=_family(call))


async def _ask_time(call: Call) -> Message:
    return works.ask_time(family=_family(call))


SAYS: Mapping[str, Render] = {
    "works": _list,
    "works_one": _one,
    "works_families": fixed(works.families),
    "ask_works_place": _ask_place,
    "ask_works_time": _ask_time,
    "ask_works_text": fixed(works.ask_text),
}
