"""Planned works: the list, one of them, the questions."""

from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from handlers.works import works_announced_words, works_words
from incidents.errors import NotFound
from incidents.messenger import Message
from incidents.role_rights import Right, has_right
from incidents.works.announcements import announced
from incidents.works.lookups import kept_row
from incidents.works.messages import (
    AskWorksPlace,
    AskWorksText,
    AskWorksTime,
    AskWorksUntil,
    WorksAnnounced,
    WorksFamilies,
    WorksList,
    WorksMoved,
    WorksOne,
    WorksReport,
)
from incidents.works.values import WORKED_ON


@renders(WorksList)
async def _list(call: Call, said: WorksList) -> Message:
    return works_words.works_list(found=await call.tx.works.after(call.now), page=said.page, tz=call.tz, now=call.now)


@renders(WorksOne)
async def _one(call: Call, said: WorksOne) -> Message:
    found, viewer = await call.tx.works.get(said.works), await call.tx.officials.get(said.official)
    who = await call.tx.officials.get(found.created_by)
    return works_words.works_one(
        works=found,
        who=who.title,
        is_new=said.new,
        sure=said.sure,
        may_end=viewer.id == found.created_by or has_right(viewer, Right.END_WORKS),
        tz=call.tz,
        now=call.now,
        move=said.move,
    )


@renders(WorksMoved)
async def _moved(call: Call, said: WorksMoved) -> Message:
    """The works as they stand now; over or ended meanwhile: nothing to correct."""
    found, about = await call.tx.works.get(said.works), (await call.incident(said.incident))[1]
    if found.ends <= call.now:
        raise Unneeded
    return works_words.works_moved(works=found, answer=said.answer, about=about, old=said.old, tz=call.tz, now=call.now)


@renders(WorksAnnounced)
async def _announced(call: Call, said: WorksAnnounced) -> Message:
    post, reading = await call.tx.posts.get(said.post), await call.tx.readings.of(said.post)
    if reading is None:
        raise NotFound
    told = announced(post, reading, call.policy.places, now=call.now, timezone=call.tz)
    return works_announced_words.question(post=post, told=told, tz=call.tz, now=call.now)


@renders(WorksReport)
async def _report(call: Call, said: WorksReport) -> Message:
    job = await call.tx.files.get(said.file)
    if job.body is None or "examples" not in job.body:
        raise NotFound
    body = job.body
    return works_words.works_report(
        file=job.id,
        examples=[kept_row(each) for each in body["examples"]],
        count=body["count"],
        known=body["known"],
        bad=[(row, column, text) for row, column, text in body["bad"]],
        mistakes=body["mistakes"],
        tz=call.tz,
        now=call.now,
    )


@renders(AskWorksPlace)
async def _ask_place(_call: Call, said: AskWorksPlace) -> Message:
    if said.family not in WORKED_ON:
        raise NotFound
    return works_words.ask_place(family=said.family)


@renders(AskWorksTime)
async def _ask_time(_call: Call, said: AskWorksTime) -> Message:
    if said.family not in WORKED_ON:
        raise NotFound
    return works_words.ask_time(family=said.family)


renders(AskWorksUntil)(fixed(works_words.ask_until))
renders(AskWorksText)(fixed(works_words.ask_text))
renders(WorksFamilies)(fixed(works_words.families))
