"""«Разделить» one post into its questions: the menus."""

from bot.screens.acts.together import several_questions
from bot.screens.acts.together.questions_and_helpers import question_views
from bot.screens.kit.context import Call, Unneeded
from bot.screens.kit.renders import renders
from bot.screens.kit.text import stamp
from bot.screens.routing import correct_reading
from handlers.buttons import Menu
from incidents.acts.messages import SecondQuestion, SplitGroupsMenu, SplitPartsMenu, SplitTopicsMenu
from incidents.messenger import Message
from incidents.routing.route_now import asked, asking
from incidents.routing.taxonomy import groups, of_group


@renders(SplitPartsMenu)
async def _parts(call: Call, said: SplitPartsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    departments = {each.id: each for each in await call.tx.departments.all()}
    voices = await call.tx.voices.of(incident.id)
    found = question_views(call.policy, incident, voices, await asked(call.tx, incident), departments)
    if len(found) <= 1:
        return await _groups(call, SplitGroupsMenu(incident=incident.id))
    return several_questions.menu_parts(incident=incident, what=where, questions=found)


@renders(SecondQuestion)
async def _second(call: Call, said: SecondQuestion) -> Message:
    incident, where = await call.incident(said.incident)
    voices = await call.tx.voices.of(incident.id)
    voice, departments = asking(voices), {each.id: each for each in await call.tx.departments.all()}
    found = question_views(call.policy, incident, voices, await asked(call.tx, incident), departments)
    if voice is None or voice.question_since is None or not found:
        raise Unneeded
    since = stamp(voice.question_since, call.tz, call.now)
    return several_questions.second(incident=incident, what_where=where, questions=found, since=since)


@renders(SplitGroupsMenu)
async def _groups(call: Call, said: SplitGroupsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    listed = groups(call.policy.topics)
    return correct_reading.menu_groups(incident=incident, what_where=where, groups=listed, page=said.page, menu=Menu.SPLIT_GROUPS)


@renders(SplitTopicsMenu)
async def _topics(call: Call, said: SplitTopicsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    topics = of_group(call.policy.topics, said.group)
    return correct_reading.menu_topics(incident=incident, what_where=where, topics=topics, page=said.page, menu=Menu.SPLIT_GROUPS)
