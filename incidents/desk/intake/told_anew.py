"""A text that tells something first when changed: the edit's moment counts."""

from dataclasses import replace

from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.transaction import Transaction


async def told_now(tx: Transaction, post: StoredPost) -> StoredPost:
    """The post as if it had been written when its present text was seen: nobody could have read it before."""
    texts = await tx.posts.wordings(post.id)
    if post.revision == 1 or not texts:
        return post
    at = next((each.seen_at for each in texts if each.revision == post.revision), texts[-1].seen_at)
    return replace(post, post=replace(post.post, published_at=at), detected_at=at)


def is_wanted(reading: Reading) -> bool:
    """Whether the text asks for something, or may tell of a danger."""
    return reading.is_appeal or reading.danger or reading.danger_asked
