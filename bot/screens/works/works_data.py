"""Planned works: the list, one of them, the questions."""

from collections.abc import Mapping
from datetime import datetime

from bot.screens.kit.context import Call, Render, Unneeded, fixed
from bot.screens.works import works
from incidents.errors import NotFound
from incidents.ids import AnswerId, FileJobId, WorksId
from incidents.messenger import Message
from incidents.official import Role
from incidents.works.lookups import told
from incidents.works.values import WORKED_ON


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
        move=bool(call.row.params.get("move")),
    )


async def _moved(call: Call) -> Message:
    """The works as they stand now; over or ended meanwhile: nothing to correct."""
    found, about = await call.tx.works(WorksId(call.number("works"))), (await call.incident())[1]
    if found.ends <= call.now:
        raise Unneeded
    old = datetime.fromisoformat(call.text("old"))
    return works.works_moved(works=found, answer=AnswerId(call.number("answer")), about=about, old=old, tz=call.tz, now=call.now)


async def _report(call: Call) -> Message:
    job = await call.tx.file(FileJobId(call.number("file")))
    if job.body is None or "examples" not in job.body:
        raise NotFound
    body = job.body
    return works.works_report(
        file=job.id,
        examples=[told(each) for each in body["examples"]],
        count=body["count"],
        known=body["known"],
        bad=[(row, column, text) for row, column, text in body["bad"]],
        mistakes=body["mistakes"],
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
    "works_report": _report,
    "works_moved": _moved,
    "ask_works_until": fixed(works.ask_until),
    "works_families": fixed(works.families),
    "ask_works_place": _ask_place,
    "ask_works_time": _ask_time,
    "ask_works_text": fixed(works.ask_text),
}
