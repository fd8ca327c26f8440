"""«Спросить жителя»."""

from handlers.answers import ask_author_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.answers.messages import AskAuthor, AuthorClarified
from incidents.messenger import Message
from incidents.posts import Network


@renders(AskAuthor)
async def _ask(call: Call, said: AskAuthor) -> Message:
    incident, where = await call.incident(said.incident)
    voices = await call.tx.voices.of(incident.id)
    network = (await call.tx.posts.get(voices[0].post_id)).post.network if voices else Network.VK
    return ask_author_words.ask_clarify(incident=incident, what=where, network=network)


@renders(AuthorClarified)
async def _clarified(call: Call, said: AuthorClarified) -> Message:
    incident, _ = await call.incident(said.incident)
    stored = await call.tx.posts.get(said.post)
    titles = {each.id: each.title for each in await call.tx.departments.all()}
    department = titles.get(incident.department_id) if incident.department_id else None
    return ask_author_words.author_clarified(
        incident=incident, what=call.title(incident), words=stored.post.text, people=stored.people, department=department
    )
