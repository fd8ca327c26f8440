"""«Объединить» and «Разделить»."""

from dataclasses import replace

from handlers.acts import merge_and_split_words, similar_pairs_words
from handlers.acts.buttons import MOST, Marks
from handlers.kit.card_values import SimilarView, VoiceView
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.acts.messages import AskMerge, MergeMenu, MergeSureMenu, NearMenu, SplitMenu
from incidents.acts.readers import group_keeps_copy
from incidents.incident import Act, Incident
from incidents.messenger import Message
from incidents.official import Official
from incidents.rights import may
from incidents.sameness.lookups import NEAREST, OFFERED, merge_candidates, nearest_to


@renders(MergeMenu)
async def _merge(call: Call, said: MergeMenu) -> Message:
    incident, where = await call.incident(said.incident)
    viewer = await call.tx.officials.by_user(call.chat_id)
    candidates: list[tuple[Incident, str]] = []
    for other in await merge_candidates(call.tx.incidents, incident):
        if len(candidates) < OFFERED and await _may_merge(call, viewer, other):
            candidates.append((other, call.title(other)))
    return merge_and_split_words.menu_merge(incident=incident, what=where, candidates=candidates)


async def _may_merge(call: Call, viewer: Official | None, other: Incident) -> bool:
    """Whether whoever reads the menu may: one official, or a department's group."""
    return await group_keeps_copy(call.tx.departments, call.chat_id, other) if viewer is None else may(viewer, Act.MERGE, other)


@renders(NearMenu)
async def _near(call: Call, said: NearMenu) -> Message:
    incident, where = await call.incident(said.incident)
    viewer = await call.tx.officials.by_user(call.chat_id)
    near: list[tuple[SimilarView, int]] = []
    for other in await _nearest(call, incident):
        if len(near) < NEAREST and await _may_merge(call, viewer, other):
            what = SimilarView(
                incident_id=other.id, number=other.number, topic_short=call.title(other), place=other.place, since=other.clock_from
            )
            near.append((what, len(await call.tx.voices.of(other.id))))
    return similar_pairs_words.menu_near(id=incident.id, number=incident.number, what=where, near=near, now=call.now)


async def _nearest(call: Call, incident: Incident) -> list[Incident]:
    """What the first message may be about, at the place that stands on the card."""
    for voice in (await call.tx.voices.of(incident.id))[:1]:
        post, reading = await call.tx.posts.get(voice.post_id), await call.tx.readings.of(voice.post_id)
        if reading is not None:
            stands = replace(reading, main=incident.place)
            found = await nearest_to(call.tx.lookalikes, call.policy.sameness, post, stands, now=call.now)
            return [await call.tx.incidents.get(each.incident_id) for each in found if each.incident_id != incident.id]
    return []


@renders(MergeSureMenu)
async def _sure(call: Call, said: MergeSureMenu) -> Message:
    incident, where = await call.incident(said.incident)
    into = await call.tx.incidents.get(said.into)
    voices = len(await call.tx.voices.of(incident.id))
    return merge_and_split_words.menu_merge_sure(incident=incident, what=where, into=into, into_what=call.about(into), voices=voices)


@renders(AskMerge)
async def _ask(call: Call, said: AskMerge) -> Message:
    incident, where = await call.incident(said.incident)
    return merge_and_split_words.ask_merge(incident=incident, what=where)


@renders(SplitMenu)
async def _split(call: Call, said: SplitMenu) -> Message:
    incident, where = await call.incident(said.incident)
    voices = [
        VoiceView(voice=voice, post=await call.tx.posts.get(voice.post_id)) for voice in (await call.tx.voices.of(incident.id))[:MOST]
    ]
    marks = Marks.of(said.marks, len(voices)) if said.marks is not None else Marks(count=len(voices))
    return merge_and_split_words.menu_split(
        incident=incident, what=where, voices=voices, marks=marks, networks=call.networks, tz=call.tz, now=call.now
    )
