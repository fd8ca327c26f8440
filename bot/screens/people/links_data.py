"""What messages about links are read from."""

import hashlib
import secrets
from collections.abc import Mapping

from bot.screens.kit.context import Call, Render, Unneeded
from bot.screens.people import links
from bot.screens.people.links import LinkView
from incidents.desk.people.links import seal_invitation
from incidents.errors import NotFound
from incidents.ids import InvitationId, OfficialId
from incidents.messenger import Message
from incidents.official import IN_DEPARTMENT, Invitation, title_of


async def _invitation(call: Call) -> Message:
    """The code is made here, at the moment of sending: it stands in no row, only its hash does. Sent again, it is another code."""
    link, titles, code = await _link(call), await _titles(call), secrets.token_urlsafe(24)
    if link.invitation.role in IN_DEPARTMENT and link.invitation.department_id not in titles:
        raise NotFound
    sealed = await seal_invitation(call.tx, link.invitation.id, hashlib.sha256(code.encode()).hexdigest(), now=call.now)
    if sealed is None:
        raise Unneeded
    return links.invitation(id=sealed.id, title=link.title, code=code, bot_name=call.bot_name)


async def _open_links(call: Call) -> Message:
    titles = await _titles(call)
    views = [await _view(call, each, titles) for each in await call.tx.open_invitations(call.now)]
    return links.open_links(links=views, page=call.page(), tz=call.tz, now=call.now)


async def _ask_to_move(call: Call) -> Message:
    link = await _link(call)
    if not link.invitation.is_open(call.now):
        raise Unneeded
    return links.ask_to_move(official=await call.official(), link=link)


async def _joined(call: Call) -> Message:
    official = await call.official()
    if not official.active:
        raise Unneeded
    return links.joined(official=official, link=await _link(call), tz=call.tz, now=call.now)


async def _moved(call: Call) -> Message:
    official = await call.official()
    if not official.active:
        raise Unneeded
    return links.moved(official=official, link=await _link(call), tz=call.tz, now=call.now)


async def _link(call: Call) -> LinkView:
    return await _view(call, await call.tx.invitation(InvitationId(call.number("invitation"))), await _titles(call))


async def _view(call: Call, made: Invitation, titles: Mapping[str, str]) -> LinkView:
    maker = await call.tx.official(OfficialId(made.created_by)) if made.created_by is not None else None
    return LinkView(invitation=made, title=_title(made, titles), maker=maker)


async def _titles(call: Call) -> Mapping[str, str]:
    return {each.id: each.title for each in await call.tx.departments()}


def _title(made: Invitation, titles: Mapping[str, str]) -> str:
    return title_of(made.role, titles.get(made.department_id) if made.department_id else None)


SAYS: Mapping[str, Render] = {
    "invitation": _invitation,
    "people_links": _open_links,
    "ask_to_move": _ask_to_move,
    "joined": _joined,
    "moved": _moved,
}
