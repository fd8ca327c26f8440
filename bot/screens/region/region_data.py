"""The region's numbers: menus of a card, pages of /region, what a list brought."""

from collections.abc import Mapping, Sequence

from bot.screens.kit.context import Call, Render, fixed
from bot.screens.region import region, region_lists
from bot.screens.region.region import RegionVoice
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.errors import NotFound
from incidents.ids import FileJobId, PostId
from incidents.incident import Incident, Voice
from incidents.messenger import Message
from incidents.region.table import FIELD_TITLES
from incidents.region.values import SEEN_FOR
from incidents.works.table import WORKS_FIELD_TITLES

_TITLES = {str(field): title for titles in (FIELD_TITLES, WORKS_FIELD_TITLES) for field, title in titles.items()}


async def _voice(call: Call, voice: Voice, incident: Incident | None = None) -> RegionVoice:
    incident = incident or await call.tx.incident(voice.incident_id)
    published = [answer for answer in await call.tx.answers_of(incident.id) if answer.state is AnswerState.PUBLISHED]
    mine = [answer for answer in published if answer.post_id == voice.post_id] or (published if voice.answered_at else [])
    return RegionVoice(
        voice=voice,
        post=await call.tx.post(voice.post_id),
        number=incident.number,
        what_where=call.about(incident),
        answer_text=_whole(mine[-1], published).text if mine else None,
        answer_url=mine[-1].url if mine else None,
    )


def _whole(said: Answer, published: Sequence[Answer]) -> Answer:
    """The region gets the post that a short reply speaks of, where it stands."""
    return next((each for each in published if each.id == said.shares and each.kind is AnswerKind.POST), said)


async def _voices(call: Call) -> list[RegionVoice]:
    incident, _where = await call.incident()
    return [await _voice(call, voice, incident) for voice in await call.tx.voices(incident.id) if not voice.is_part]


async def _one(call: Call) -> RegionVoice:
    post = PostId(call.number("post"))
    for voice in await _voices(call):
        if voice.voice.post_id == post:
            return voice
    raise NotFound


async def _menu(call: Call) -> Message:
    voices = await _voices(call)
    if not voices:
        raise NotFound
    id, chosen = voices[0].voice.incident_id, call.row.params.get("post")
    alone = len(voices) == 1
    found = [voice for voice in voices if alone or voice.voice.post_id == chosen]
    if found:
        return region.menu_voice(incident_id=id, voice=found[0], alone=alone, tz=call.tz, now=call.now)
    return region.menu_region(incident_id=id, voices=voices, page=call.page(), tz=call.tz, now=call.now)


async def _text(call: Call) -> Message:
    return region.text_to_copy(await _one(call))


async def _ask_number(call: Call) -> Message:
    return region.ask_number(await _one(call))


async def _numbered(call: Call) -> Message:
    return region.numbered(await _one(call), tz=call.tz, now=call.now)


async def _state(call: Call) -> Message:
    return region_lists.state(await call.tx.region_state(since=call.now - SEEN_FOR), tz=call.tz, now=call.now)


async def _to_enter(call: Call) -> Message:
    found = await call.tx.region_state(since=call.now - SEEN_FOR)
    waiting = await call.tx.region_to_enter()
    nearest = await _voice(call, waiting[0]) if waiting else None
    return region_lists.to_enter(found, nearest, tz=call.tz, now=call.now)


async def _blocks(call: Call) -> Message:
    """One block a page, so only that one is read whole."""
    waiting = await call.tx.region_to_enter()
    page = max(0, min(call.page(), len(waiting) - 1))
    shown = await _voice(call, waiting[page]) if waiting else None
    return region_lists.block(shown, page=page, total=len(waiting), tz=call.tz, now=call.now)


async def _theirs(call: Call) -> Message:
    return region_lists.theirs(await call.tx.region_rows(), page=call.page(), tz=call.tz, now=call.now)


async def _ours(call: Call) -> Message:
    unknown = await call.tx.region_unknown(since=call.now - SEEN_FOR)
    first, shown = region.page_of(unknown, call.page())
    voices = [await _voice(call, voice) for voice in shown]
    return region_lists.ours(voices, first=first, total=len(unknown), tz=call.tz, now=call.now)


async def _report(call: Call) -> Message:
    return region_lists.report(**{name: call.number(name) for name in ("rows", "without", "same", "told", "theirs", "ours")})


async def _column(call: Call) -> Message:
    job = await call.tx.file(FileJobId(call.number("file")))
    if job.body is None:
        raise NotFound
    header, rows, asked = job.body["header"], job.body["rows"], job.body["asked"]
    columns = {n: (header[n] if n < len(header) else "", _sample(rows, n)) for n in asked["columns"]}
    return region_lists.ask_column(file=job.id, field=asked["field"], title=_TITLES[asked["field"]], columns=columns)


def _sample(rows: Sequence[Sequence[str]], column: int) -> str:
    return next((row[column] for row in rows if column < len(row) and row[column]), "")


SAYS: Mapping[str, Render] = {
    "menu_region": _menu,
    "region_text": _text,
    "ask_region_number": _ask_number,
    "region_numbered": _numbered,
    "region_state": _state,
    "region_blocks": _blocks,
    "region_theirs": _theirs,
    "region_ours": _ours,
    "region_report": _report,
    "R12": _to_enter,
    "file_taken": fixed(region_lists.file_taken),
    "file_column": _column,
}
