"""Posts that stand in one thread or in one talk."""

from datetime import timedelta
from typing import Any

from sqlalchemy import BindParameter, Select, and_, select, union_all

from bot.storage.intake.posts import post
from incidents.ids import DistrictId, PostId
from incidents.posts import DIALOGUES, StoredPost

TALK = timedelta(days=90)
"""Messages of one person that are so far apart are two talks."""

Ids = Select[Any] | Any  # Any: ids of posts, a question or a union of two

Bound = BindParameter[Any]  # Any: of any column

root = post.alias("root")


def of_thread(district_id: DistrictId | Bound, id: PostId | Bound) -> Ids:
    """The post and what stands under it. Two short walks: asked by «one or the other» a database reads all posts."""
    itself = (root.c.district_id == district_id, root.c.id == id)
    at_it = (post.c.district_id == root.c.district_id, post.c.network == root.c.network, post.c.parent_external_id == root.c.external_id)
    return union_all(select(root.c.id).where(*itself), select(post.c.id).join(root, and_(*at_it)).where(*itself))


def beside(one: StoredPost) -> Ids | None:
    """What stands in the thread of a comment, or in the talk of a message before it; None: a post stands alone."""
    if one.parent_id is not None:
        return of_thread(one.district_id, one.parent_id)
    said = one.post
    if said.network not in DIALOGUES or not said.author_id:
        return None
    talk = (post.c.district_id == one.district_id, post.c.network == said.network, post.c.author_id == said.author_id)
    before = post.c.published_at.between(said.published_at - TALK, said.published_at)
    return select(post.c.id).where(*talk, before, post.c.id != one.id)
