"""What messages about links are read from."""

from collections.abc import Mapping

from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.people import links_words
from handlers.people.links_words import LinkView
from incidents.ids import InvitationId, OfficialId
from incidents.messenger import Message
from incidents.official import Invitation, title_of
from incidents.people.messages import AskToMove, InvitationLink, Joined, MovedByLink, OpenLinks


@renders(InvitationLink)
async def _invitation(call: Call, said: InvitationLink) -> Message:
    if call.code is None:
        raise LookupError("the code of a link is made by the courier")
    link = await _link(call, said.invitation)
    return links_words.invitation(id=link.invitation.id, title=link.title, code=call.code, bot_name=call.bot_name)


@renders(OpenLinks)
async def _open_links(call: Call, said: OpenLinks) -> Message:
    titles = await _titles(call)
    views = [await _view(call, each, titles) for each in await call.tx.invitations.still_open(call.now)]
    return links_words.open_links(links=views, page=said.page, tz=call.tz, now=call.now)


@renders(AskToMove)
async def _ask_to_move(call: Call, said: AskToMove) -> Message:
    link = await _link(call, said.invitation)
    if not link.invitation.is_open(call.now):
        raise Unneeded
    return links_words.ask_to_move(official=await call.tx.officials.get(said.official), link=link)


@renders(Joined)
async def _joined(call: Call, said: Joined) -> Message:
    official = await call.tx.officials.get(said.official)
    if not official.active:
        raise Unneeded
    return links_words.joined(official=official, link=await _link(call, said.invitation), tz=call.tz, now=call.now)


@renders(MovedByLink)
async def _moved(call: Call, said: MovedByLink) -> Message:
    official = await call.tx.officials.get(said.official)
    if not official.active:
        raise Unneeded
    return links_words.moved(official=official, link=await _link(call, said.invitation), tz=call.tz, now=call.now)


async def _link(call: Call, id: InvitationId) -> LinkView:
    return await _view(call, await call.tx.invitations.get(id), await _titles(call))


async def _view(call: Call, made: Invitation, titles: Mapping[str, str]) -> LinkView:
    maker = await call.tx.officials.get(OfficialId(made.created_by)) if made.created_by is not None else None
    return LinkView(invitation=made, title=_title(made, titles), maker=maker)


async def _titles(call: Call) -> Mapping[str, str]:
    return {each.id: each.title for each in await call.tx.departments.all()}


def _title(made: Invitation, titles: Mapping[str, str]) -> str:
    return title_of(made.role, titles.get(made.department_id) if made.department_id else None)
