"""What the author says after our answer, and what was deleted."""

from collections.abc import Mapping

from bot.screens.answers import reactions
from bot.screens.kit.context import Call, Render
from bot.screens.kit.place import what_where
from bot.screens.kit.text import escape
from incidents.errors import NotFound
from incidents.ids import PostId
from incidents.messenger import Message


async def _near(call: Call) -> str:
    incident, _ = await call.incident()
    return escape(what_where(call.short(incident.topic), incident.place))


async def _reaction(call: Call) -> Message:
    incident, _ = await call.incident()
    heard = next((each for each in await call.tx.reactions_of(incident.id) if each.id == call.number("reaction")), None)
    if heard is None:
        raise NotFound
    text = (await call.tx.post(heard.post_id)).post.text
    return reactions.reaction(tone=heard.tone, text=text, near=await _near(call), incident_id=incident.id)


async def _post_deleted(call: Call) -> Message:
    post = await call.tx.post(PostId(call.number("post")))
    stopped = bool(call.number("stopped"))
    return reactions.post_deleted(at=post.deleted_at or call.now, near=await _near(call), stopped=stopped, tz=call.tz, now=call.now)


async def _answer_deleted(call: Call) -> Message:
    answer, _ = await call.answer()
    post = await call.tx.post(answer.post_id)
    comment = await call.tx.find_post(post.post.network, answer.external_id) if answer.external_id else None
    at = (comment.deleted_at if comment else None) or call.now
    return reactions.answer_deleted(at=at, near=await _near(call), post_url=post.post.url, tz=call.tz, now=call.now)


SAYS: Mapping[str, Render] = {"reaction": _reaction, "post_deleted": _post_deleted, "answer_deleted": _answer_deleted}
