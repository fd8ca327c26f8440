"""What an author says under our answer."""

from typing import Any

from incidents.incident import Act, Incident
from incidents.posts import StoredPost
from incidents.reading import Kind, Mood
from tests.kit.phones import Phones
from tests.kit.promises import published
from tests.kit.values.samples import place, reading

AUTHOR = "77"
DONE = "Здравствуйте! Починили. Отвечает отдел дорожного хозяйства."
CHAT: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "mood": Mood.NEUTRAL, "main": place()}  # Any: fields of a Reading


async def answered(phones: Phones, text: str = DONE) -> tuple[Incident, StoredPost]:
    """An appeal of the author, answered by ann an hour ago."""
    desk = phones.town
    post = await desk.write(author_id=AUTHOR)
    outcome = await desk.take(post)
    assert outcome.incident is not None
    await desk.act(outcome.incident.id, Act.ACCEPT, "ann")
    await published(phones, await desk.sent(outcome.incident.id, "ann", text))
    desk.clock.move(hours=1)
    await desk.sweep_outbox()
    return await desk.incident(outcome.incident.id), post


async def comment(phones: Phones, post: StoredPost, text: str, by: str = AUTHOR, **read_as: Any) -> StoredPost:  # Any: fields of a Reading
    """Words under the post, read so."""
    number = next(phones.town.numbers)
    known = {"external_id": f"{post.post.external_id}_r{number}", "parent_external_id": post.post.external_id, "author_id": by}
    said = await phones.town.write(text, **known)
    await phones.town.take(said, reading(**{**CHAT, **read_as}))
    return said
