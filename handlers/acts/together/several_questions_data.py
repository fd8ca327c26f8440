"""«Разделить» one post into its questions: the menus."""

from handlers.acts.together import several_questions_words
from handlers.acts.together.questions_and_helpers_words import question_views
from handlers.kit.buttons import Menu
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.kit.text import stamp
from handlers.routing import correct_reading_words
from incidents.acts.messages import SecondQuestion, SplitGroupsMenu, SplitPartsMenu, SplitTopicsMenu
from incidents.messenger import Message
from incidents.routing.route_now import questions_asked, voice_with_questions
from incidents.routing.taxonomy import groups, of_group


@renders(SplitPartsMenu)
async def _parts(call: Call, said: SplitPartsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    departments = {each.id: each for each in await call.tx.departments.all()}
    voices = await call.tx.voices.of(incident.id)
    found = question_views(call.policy, incident, voices, await questions_asked(call.tx, incident), departments)
    if len(found) <= 1:
        return await _groups(call, SplitGroupsMenu(incident=incident.id))
    return several_questions_words.menu_parts(incident=incident, what=where, questions=found)


@renders(SecondQuestion)
async def _second(call: Call, said: SecondQuestion) -> Message:
    incident, where = await call.incident(said.incident)
    voices = await call.tx.voices.of(incident.id)
    voice, departments = voice_with_questions(voices), {each.id: each for each in await call.tx.departments.all()}
    found = question_views(call.policy, incident, voices, await questions_asked(call.tx, incident), departments)
    if voice is None or voice.question_since is None or not found:
        raise Unneeded
    since = stamp(voice.question_since, call.tz, call.now)
    return several_questions_words.second(incident=incident, what_where=where, questions=found, since=since)


@renders(SplitGroupsMenu)
async def _groups(call: Call, said: SplitGroupsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    listed = groups(call.policy.topics)
    return correct_reading_words.menu_groups(incident=incident, what_where=where, groups=listed, page=said.page, menu=Menu.SPLIT_GROUPS)


@renders(SplitTopicsMenu)
async def _topics(call: Call, said: SplitTopicsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    topics = of_group(call.policy.topics, said.group)
    return correct_reading_words.menu_topics(incident=incident, what_where=where, topics=topics, page=said.page, menu=Menu.SPLIT_GROUPS)
