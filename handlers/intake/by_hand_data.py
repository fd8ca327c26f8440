"""A draft by hand and its questions."""

from handlers.intake import by_hand_words, contacts_words
from handlers.intake.by_hand_words import DraftView
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from handlers.kit.text import stamp
from incidents.acts.readers import may_see
from incidents.dates.russian import dated
from incidents.errors import NotFound
from incidents.incident import Act
from incidents.intake.by_hand import DraftState
from incidents.intake.messages import (
    AskCalledBack,
    AskCaller,
    AskDraftPlace,
    AskDraftText,
    AskDraftWord,
    AskNew,
    ContactKept,
    ContactMenu,
    DraftTopics,
    DraftWanted,
    PrivateEnough,
    PrivateTaken,
    ShownDraft,
)
from incidents.messenger import Message
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.rights import may
from incidents.role_rights import Right, has_right
from incidents.routing.route_now import way_of

OFFERED = 4


@renders(ShownDraft)
async def _draft(call: Call, said: ShownDraft) -> Message:
    draft, viewer = await call.tx.drafts.get(said.draft), await call.tx.officials.get(said.official)
    reading = await call.tx.readings.of(draft.post_id)
    if reading is None:
        raise NotFound
    post = await call.tx.posts.get(draft.post_id)
    is_coordinator = has_right(viewer, Right.DECIDE_DRAFTS)
    opened = await call.tx.voices.incident_of(draft.post_id) if draft.state is DraftState.OPENED else None
    by = await call.tx.officials.get(draft.official_id) if draft.official_id != viewer.id else None
    incident = await call.tx.incidents.get(opened) if opened is not None else None
    view = DraftView(
        draft=draft,
        post=post,
        reading=reading,
        topic_short=call.short(reading.topic),
        network=call.networks[post.post.network].short,
        route=await _route(call, reading, post),
        is_coordinator=is_coordinator,
        proposed_by=by.title if by else None,
        incident=incident,
        has_contact=await call.tx.drafts.caller_of(draft.post_id) is not None,
        may_open=incident is not None and await may_see(call.tx, viewer, incident),
    )
    return by_hand_words.draft(view)


async def _route(call: Call, reading: Reading, post: StoredPost) -> str:
    """Where the desk would send the card now."""
    way = await way_of(call.tx, reading, post=post)
    titles = {d.id: d.title for d in await call.tx.departments.all()}
    if way.department_id is None:
        return f"решит координатор ({way.because})" if way.because else "решит координатор"
    return f"{titles.get(way.department_id, way.department_id)} ({way.because})"


@renders(DraftTopics)
async def _topics(call: Call, said: DraftTopics) -> Message:
    draft = await call.tx.drafts.get(said.draft)
    reading = await call.tx.readings.of(draft.post_id)
    if reading is None:
        raise NotFound
    found = said.topics or [slug for slug, _ in reading.topics if slug != reading.topic][:OFFERED]
    return by_hand_words.topics(found=draft, offered=[(slug, call.short(slug)) for slug in found])


renders(PrivateTaken)(fixed(by_hand_words.private_taken))
renders(PrivateEnough)(fixed(by_hand_words.private_enough))
renders(DraftWanted)(fixed(by_hand_words.wanted))
renders(AskNew)(fixed(by_hand_words.ask_new))
renders(AskDraftWord)(fixed(by_hand_words.ask_word))
renders(AskDraftPlace)(fixed(by_hand_words.ask_place))


@renders(AskDraftText)
async def _ask_text(_call: Call, said: AskDraftText) -> Message:
    return by_hand_words.ask_text(is_first=said.is_first)


@renders(AskCaller)
async def _ask(_call: Call, said: AskCaller) -> Message:
    return contacts_words.ask(draft=said.draft)


@renders(ContactKept)
async def _kept(call: Call, _said: ContactKept) -> Message:
    return contacts_words.kept(keep=call.policy.keep.contact)


@renders(ContactMenu)
async def _menu(call: Call, said: ContactMenu) -> Message:
    incident, where = await call.incident(said.incident)
    contacts = [(each, await call.tx.posts.get(each.post_id)) for each in await call.tx.drafts.callers_in(incident.id)]
    if not contacts:
        raise NotFound("Кому перезвонить, здесь не записано, или срок хранения вышел")
    goes = min(each.at for each, _ in contacts) + call.policy.keep.contact
    until = dated(goes.astimezone(call.tz).date(), call.now.astimezone(call.tz).date())
    viewer, given = await call.tx.officials.by_user(call.chat_id), await call.tx.answers.of(incident.id)
    return contacts_words.menu(
        incident=incident,
        what_where=where,
        contacts=contacts,
        called={each.post_id: stamp(each.created_at, call.tz, call.now) for each in given if each.by_phone},
        page=said.page,
        until=until,
        may_answer=viewer is not None and may(viewer, Act.ANSWER, incident),
    )


@renders(AskCalledBack)
async def _ask_called_back(call: Call, said: AskCalledBack) -> Message:
    incident, where = await call.incident(said.incident)
    return contacts_words.ask_called_back(incident=incident, what_where=where, post=await call.tx.posts.get(said.post))
