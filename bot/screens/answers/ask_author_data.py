"""«Спросить жителя»."""

from collections.abc import Mapping

from bot.screens.answers import ask_author
from bot.screens.kit.context import Call, Render
from incidents.ids import PostId
from incidents.messenger import Message


async def _ask(call: Call) -> Message:
    incident, where = await call.incident()
    return ask_author.ask_clarify(incident=incident, what=where)


async def _clarified(call: Call) -> Message:
    incident, _ = await call.incident()
    words = (await call.tx.post(PostId(call.number("post")))).post.text
    titles = {each.id: each.title for each in await call.tx.departments()}
    department = titles.get(incident.department_id) if incident.department_id else None
    return ask_author.clarified(incident=incident, what=call.short(incident.topic), words=words, department=department)


SAYS: Mapping[str, Render] = {"ask_author": _ask, "clarified": _clarified}
