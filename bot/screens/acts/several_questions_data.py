"""«Разделить» one post into its questions: the menus."""

from collections.abc import Mapping

from bot.screens.acts import several_questions
from bot.screens.acts.questions_and_helpers_data import question_views
from bot.screens.kit.context import Call, Render
from bot.screens.routing import correct_reading
from handlers.buttons import Menu
from incidents.messenger import Message
from incidents.routing.taxonomy import groups, of_group


async def _parts(call: Call) -> Message:
    incident, where = await call.incident()
    found = await question_views(call.tx, call.district, incident)
    return several_questions.menu_parts(incident=incident, what=where, questions=found) if len(found) > 1 else await _groups(call)


async def _groups(call: Call) -> Message:
    incident, where = await call.incident()
    listed = groups(call.district.topics)
    return correct_reading.menu_groups(incident=incident, what_where=where, groups=listed, page=call.page(), menu=Menu.SPLIT_GROUPS)


async def _topics(call: Call) -> Message:
    incident, where = await call.incident()
    topics = of_group(call.district.topics, call.text("group"))
    return correct_reading.menu_topics(incident=incident, what_where=where, topics=topics, page=call.page(), menu=Menu.SPLIT_GROUPS)


SAYS: Mapping[str, Render] = {
    f"menu_{Menu.SPLIT_PARTS}": _parts,
    f"menu_{Menu.SPLIT_GROUPS}": _groups,
    f"menu_{Menu.SPLIT_TOPICS}": _topics,
}
