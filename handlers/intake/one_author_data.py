"""What one author wrote in a day, read from the database."""

from handlers.intake import one_author_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.intake.messages import AuthorPosts, ManyPosts
from incidents.messenger import Message
from incidents.posts import StoredPost


@renders(ManyPosts)
async def _many(call: Call, said: ManyPosts) -> Message:
    return one_author_words.many_posts(post_id=said.post, total=await call.tx.posts.count_by_author_of(said.post, calm=True))


@renders(AuthorPosts)
async def _posts(call: Call, said: AuthorPosts) -> Message:
    id = said.post
    total = await call.tx.posts.count_by_author_of(id)
    page = max(0, min(said.page, (total - 1) // one_author_words.PAGE))
    shown = await call.tx.posts.by_author_of(id, skip=page * one_author_words.PAGE, limit=one_author_words.PAGE)
    has_more = (page + 1) * one_author_words.PAGE < total
    posts = [await _post(call, each) for each in shown]
    return one_author_words.author_posts(post_id=id, posts=posts, page=page, total=total, tz=call.tz, now=call.now, has_more=has_more)


async def _post(call: Call, stored: StoredPost) -> one_author_words.AuthorsPost:
    incident_id = await call.tx.voices.incident_of(stored.id)
    number = (await call.tx.incidents.get(incident_id)).number if incident_id is not None else None
    return one_author_words.AuthorsPost(
        text=stored.post.whole,
        people=stored.people,
        url=stored.post.url,
        at=stored.post.published_at,
        is_read=await call.tx.readings.of(stored.id) is not None,
        incident_id=incident_id,
        number=number,
    )
