"""Words of thanks."""

from handlers.answers import thanks_words
from handlers.kit.place import place_text
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.answers.messages import ThanksWords
from incidents.messenger import Message


@renders(ThanksWords)
async def _words(call: Call, said: ThanksWords) -> Message:
    incident, _ = await call.incident(said.incident)
    voices = await call.tx.voices.of(incident.id)
    stored = await call.tx.posts.get(voices[0].post_id) if voices else None
    text, people = (stored.post.text, stored.people) if stored is not None else ("", ())
    return thanks_words.words_for_crew(where=place_text(incident.place), text=text, people=people)
