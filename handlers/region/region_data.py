"""Read the region's numbers: card menus, /region, imported lists."""

from collections.abc import Sequence

from handlers.kit.pages import Page
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from handlers.region import region_lists_words, region_words
from handlers.region.region_words import RegionVoice
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.errors import NotFound
from incidents.ids import IncidentId
from incidents.incident import Incident, Voice
from incidents.messenger import Message
from incidents.region.messages import (
    AboutVoice,
    AskRegionNumber,
    RegionBlocks,
    RegionMenu,
    RegionNumbered,
    RegionOurs,
    RegionOverview,
    RegionReport,
    RegionText,
    RegionTheirs,
    RegionToEnter,
)
from incidents.region.table import FIELD_TITLES
from incidents.region.values import SEEN_FOR
from incidents.tables.messages import FileColumn, FileTaken
from incidents.works.table import WORKS_FIELD_TITLES

_TITLES = {str(field): title for titles in (FIELD_TITLES, WORKS_FIELD_TITLES) for field, title in titles.items()}


async def _voice(call: Call, voice: Voice, incident: Incident | None = None) -> RegionVoice:
    incident = incident or await call.tx.incidents.get(voice.incident_id)
    published = [answer for answer in await call.tx.answers.of(incident.id) if answer.state is AnswerState.PUBLISHED]
    mine = [answer for answer in published if answer.post_id == voice.post_id] or (published if voice.answered_at else [])
    post = await call.tx.posts.get(voice.post_id)
    return RegionVoice(
        voice=voice,
        post=post,
        network=call.networks[post.post.network].short,
        number=incident.number,
        what_where=call.about(incident),
        answer_text=_whole(mine[-1], published).text if mine else None,
        answer_url=mine[-1].url if mine else None,
    )


def _whole(said: Answer, published: Sequence[Answer]) -> Answer:
    """The region gets the post that a short reply speaks of, where it stands."""
    return next((each for each in published if each.id == said.shares and each.kind is AnswerKind.POST), said)


async def _voices(call: Call, id: IncidentId) -> list[RegionVoice]:
    incident, _where = await call.incident(id)
    return [await _voice(call, voice, incident) for voice in await call.tx.voices.of(incident.id) if not voice.is_part]


async def _one(call: Call, said: AboutVoice) -> RegionVoice:
    for voice in await _voices(call, said.incident):
        if voice.voice.post_id == said.post:
            return voice
    raise NotFound


@renders(RegionMenu)
async def _menu(call: Call, said: RegionMenu) -> Message:
    voices = await _voices(call, said.incident)
    if not voices:
        raise NotFound
    id, alone = voices[0].voice.incident_id, len(voices) == 1
    found = [voice for voice in voices if alone or voice.voice.post_id == said.post]
    if found:
        return region_words.menu_voice(incident_id=id, voice=found[0], alone=alone, tz=call.tz, now=call.now)
    return region_words.menu_region(incident_id=id, voices=voices, page=said.page, tz=call.tz, now=call.now)


@renders(RegionText)
async def _text(call: Call, said: RegionText) -> Message:
    return region_words.text_to_copy(await _one(call, said))


@renders(AskRegionNumber)
async def _ask_number(call: Call, said: AskRegionNumber) -> Message:
    return region_words.ask_number(await _one(call, said))


@renders(RegionNumbered)
async def _numbered(call: Call, said: RegionNumbered) -> Message:
    return region_words.numbered(await _one(call, said), tz=call.tz, now=call.now)


@renders(RegionOverview)
async def _state(call: Call, _said: RegionOverview) -> Message:
    return region_lists_words.state(await call.tx.region.state(since=call.now - SEEN_FOR), tz=call.tz, now=call.now)


@renders(RegionToEnter)
async def _to_enter(call: Call, _said: RegionToEnter) -> Message:
    found = await call.tx.region.state(since=call.now - SEEN_FOR)
    waiting = await call.tx.region.to_enter()
    nearest = await _voice(call, waiting[0]) if waiting else None
    return region_lists_words.to_enter(found, nearest, tz=call.tz, now=call.now)


@renders(RegionBlocks)
async def _blocks(call: Call, said: RegionBlocks) -> Message:
    """One block a page, so only that one is read whole."""
    waiting = await call.tx.region.to_enter()
    page = max(0, min(said.page, len(waiting) - 1))
    shown = await _voice(call, waiting[page]) if waiting else None
    return region_lists_words.block(shown, page=page, total=len(waiting), tz=call.tz, now=call.now)


@renders(RegionTheirs)
async def _theirs(call: Call, said: RegionTheirs) -> Message:
    return region_lists_words.theirs(await call.tx.region.rows(), page=said.page, tz=call.tz, now=call.now)


@renders(RegionOurs)
async def _ours(call: Call, said: RegionOurs) -> Message:
    unknown = await call.tx.region.unknown(since=call.now - SEEN_FOR)
    shown = Page.of(unknown, said.page, region_words.PAGE)
    voices = [await _voice(call, voice) for voice in shown.items]
    page = Page(items=voices, number=shown.number, count=shown.count, first=shown.first)
    return region_lists_words.ours(page, total=len(unknown), tz=call.tz, now=call.now)


@renders(RegionReport)
async def _report(_call: Call, said: RegionReport) -> Message:
    return region_lists_words.report(
        rows=said.rows, without=said.without, same=said.same, told=said.told, theirs=said.theirs, ours=said.ours
    )


@renders(FileColumn)
async def _column(call: Call, said: FileColumn) -> Message:
    job = await call.tx.files.get(said.file)
    if job.body is None:
        raise NotFound
    header, rows, asked = job.body["header"], job.body["rows"], job.body["asked"]
    columns = {n: (header[n] if n < len(header) else "", _sample(rows, n)) for n in asked["columns"]}
    return region_lists_words.ask_column(file=job.id, field=asked["field"], title=_TITLES[asked["field"]], columns=columns)


def _sample(rows: Sequence[Sequence[str]], column: int) -> str:
    return next((row[column] for row in rows if column < len(row) and row[column]), "")


renders(FileTaken)(fixed(region_lists_words.file_taken))
