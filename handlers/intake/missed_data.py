"""«Не взяли», read from the database as its reader may see it."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.intake import missed_words
from handlers.kit.pages import Page
from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from incidents.errors import NotFound
from incidents.intake.dropped_posts import SEARCHED, Dropped, doubtful, in_order, listed_since, seen
from incidents.intake.messages import AppealAsked, AskMissed, MissedList, MissedPost
from incidents.messenger import Message
from incidents.official import Official
from incidents.places.find_text import find_query
from incidents.role_rights import Right, has_right

A_MOMENT = timedelta(seconds=1)  # what came this very moment is there too

renders(AskMissed)(fixed(missed_words.ask_missed))


@renders(MissedList)
async def _list(call: Call, said: MissedList) -> Message:
    return await _page(call, await _reader(call), is_found=said.is_found, number=said.page)


@renders(MissedPost)
async def _post(call: Call, said: MissedPost) -> Message:
    reader = await _reader(call)
    every = await _dropped(call, reader, is_found=said.is_found)
    waiting = doubtful(every)
    wanted = [each for each in every if each.post_id == said.post] if said.post else waiting[:1]
    if not wanted:  # all doubtful ones are judged, or this one is gone meanwhile
        return await _page(call, reader, is_found=said.is_found, number=said.page)
    (shown,) = wanted
    return missed_words.missed_post(
        (await _lines(call, wanted))[0],
        is_found=said.is_found,
        page=said.page,
        more=sum(each.post_id != shown.post_id for each in waiting),
        may_judge=has_right(reader, Right.JUDGE_DROPPED),
        tz=call.tz,
        now=call.now,
    )


@renders(AppealAsked)
async def _asked(call: Call, said: AppealAsked) -> Message:
    came = (await call.tx.posts.get(said.post)).detected_at
    waiting = [each for each in doubtful(await call.tx.dropped_posts.between(came, came + A_MOMENT)) if each.post_id == said.post]
    if not waiting:  # judged or erased meanwhile
        raise Unneeded
    return missed_words.appeal_asked((await _lines(call, waiting))[0], tz=call.tz, now=call.now)


async def _page(call: Call, reader: Official, *, is_found: bool, number: int) -> Message:
    every = await _dropped(call, reader, is_found=is_found)
    listed = [each for each in reversed(every) if not each.has_card] if is_found else in_order(every)
    shown = Page.of(listed, number, missed_words.PAGE_SIZE)
    lines = shown.with_items(await _lines(call, shown.items))
    if is_found:
        words = await call.tx.search.last(reader.id) or ""
        return missed_words.found(words=words, total=len(listed), shown=lines, tz=call.tz, now=call.now)
    since, doubts = listed_since(call.policy.calendar, call.now), len(doubtful(every))
    return missed_words.missed_list(since=since, total=len(listed), doubts=doubts, shown=lines, tz=call.tz, now=call.now)


async def _reader(call: Call) -> Official:
    reader = await call.tx.officials.by_user(call.chat_id)
    if reader is None:
        raise Unneeded
    return reader


async def _dropped(call: Call, reader: Official, *, is_found: bool) -> Sequence[Dropped]:
    since, until = listed_since(call.policy.calendar, call.now), call.now + A_MOMENT
    stems = find_query(await call.tx.search.last(reader.id) or "").stems if is_found else ()
    dropped = await call.tx.dropped_posts.between(until - SEARCHED if is_found else since, until, stems=stems)
    return seen(dropped, with_chats=has_right(reader, Right.SEE_MISSED_CHATS))


async def _lines(call: Call, dropped: Sequence[Dropped]) -> list[missed_words.MissedLine]:
    posts = await call.tx.posts.these([each.post_id for each in dropped])
    if len(posts) != len(dropped):
        raise NotFound
    return [missed_words.MissedLine(dropped=each, post=posts[each.post_id], topic=call.short(each.topic)) for each in dropped]
