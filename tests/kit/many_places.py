"""One author who writes the same in several communities, and changes it there."""

from dataclasses import replace
from typing import Any

from incidents.desk.outcome import Outcome
from incidents.ids import IncidentId, PostId
from incidents.incident import Incident, Voice
from incidents.posts import Network, StoredPost
from tests.kit.desk_town import TEXT, DeskTown, put_post
from tests.kit.values.samples import reading

AUTHOR = "777"


async def writes(town: DeskTown, number: int, text: str = TEXT, author: str = AUTHOR, **more: Any) -> StoredPost:  # Any: fields of a Post
    """The author's words in the community of this number."""
    async with town.storage.transaction() as tx:
        source = await tx.sources.add(Network.VK, f"-{number}", f"Группа {number}", None)
        link = {"external_id": f"wall-{number}_5", "url": f"https://vk.com/wall-{number}_5"}
        return await put_post(tx, source, 0, town.clock.now(), text, **{"author_id": author, **link, **more})


async def everywhere(
    town: DeskTown, places: int = 3, text: str = TEXT, **read: Any
) -> tuple[list[StoredPost], Incident]:  # Any: of a Reading
    """The author's post in so many communities, and its incident."""
    posts = [await writes(town, number, text) for number in range(2, places + 2)]
    taken = [(await town.take(post, reading(**read))).incident for post in posts]
    assert taken[0] is not None
    return posts, await town.incident(taken[0].id)


async def edits(town: DeskTown, post: StoredPost, text: str, **read: Any) -> Outcome:  # Any: fields of a Reading
    """The collector brings another text of the same post."""
    async with town.storage.transaction() as tx:
        source = next(each for each in await tx.sources.all() if each.id == post.source_id)
        await tx.door.receive(source, replace(post.post, text=text), at=town.clock.now(), history=False)
        later = await tx.posts.get(post.id)
    return await town.take(later, reading(**read))


async def voices(town: DeskTown, id: IncidentId) -> dict[PostId, Voice]:
    """Voices of an incident by their posts."""
    async with town.storage.transaction() as tx:
        return {each.post_id: each for each in await tx.voices.of(id)}
