"""VK's JSON to posts, comments, photos and fingerprints.

Pure.
"""

import html
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from collectors.vk.attachments import Item, attached_to, chain_of, of_kind
from incidents.posts import KEPT, Network, Post

log = logging.getLogger(__name__)

SITE = "https://vk.com"
_MENTION = re.compile(r"\[(?:(?:id|club|public|event)\d{1,20}(?::[^|\]]{0,100})?|https?://[^|\]\s]{1,2000})\|([^\]]{0,300})\]")
_ALIAS = re.compile(r"\[#alias\|([^|\]]{0,300})\|[^\]]{0,2000}\]")
_ID = re.compile(r"wall(-?\d+)_(\d+)(?:_r(\d+))?")
_SIZES = "smxopqryzw"  # VK's letters, from the smallest


@dataclass(frozen=True, slots=True)
class Ref:
    """What an external id names: a post, or a comment under it."""

    owner_id: int
    post_id: int
    comment_id: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what no number of VK's is: a name that could not be read back."""
        if any(type(each) is not int for each in (self.owner_id, self.post_id, self.comment_id or 0)):
            raise ValueError("no number of VK")

    def __str__(self) -> str:
        return f"wall{self.owner_id}_{self.post_id}" + (f"_r{self.comment_id}" if self.comment_id else "")

    @property
    def url(self) -> str:
        """The address in a browser."""
        return f"{SITE}/wall{self.owner_id}_{self.post_id}" + (f"?reply={self.comment_id}" if self.comment_id else "")


def ref_of(external_id: str) -> Ref:
    """Read an external id back. Raises ValueError."""
    match = _ID.fullmatch(external_id)
    if match is None:
        raise ValueError(f"no post of VK: {external_id!r}")
    owner, post, comment = match.groups()
    return Ref(int(owner), int(post), int(comment) if comment else None)


def plain(text: object) -> str:
    """Show a text as VK shows it: «[id1|Иван], спасибо» is «Иван, спасибо», entities are characters."""
    if not isinstance(text, str):
        return ""
    return _ALIAS.sub(r"\1", _MENTION.sub(r"\1", html.unescape(text)[:KEPT]))


def post_of(item: Item, owner_id: int) -> Post:
    """A post of a wall. A signed post of a community is its signer's; a repost says its own words, then the original's."""
    ref = Ref(owner_id, item["id"])
    chain = chain_of(item)
    said = [words for each in chain if (words := plain(each.get("text"))).strip()]
    signer = item.get("signer_id") if item["from_id"] == owner_id else None
    return Post(
        network=Network.VK,
        external_id=str(ref),
        url=ref.url,
        text="\n\n".join(dict.fromkeys(said)),
        author_id=str(signer or item["from_id"] or ""),
        published_at=datetime.fromtimestamp(item["date"], UTC),
        photos=tuple(dict.fromkeys(url for each in chain for url in photos_of(each))),
        likes=_count(item, "likes"),
        comments=_count(item, "comments"),
        attached=attached_to(item),
        original="" if plain(item.get("text")).strip() else _original(chain[1:]),
        repeats="" if plain(item.get("text")).strip() else _whose(chain[1:]),
    )


def _whose(copies: list[Item]) -> str:
    """Who wrote the first words of what is passed on."""
    return next((str(each.get("from_id") or each.get("owner_id") or "") for each in copies if plain(each.get("text")).strip()), "")


def _original(copies: list[Item]) -> str:
    """The post whose words are passed on."""
    told = next((each for each in copies if plain(each.get("text")).strip()), None)
    owner, id = (told.get("owner_id"), told.get("id")) if told is not None else (None, None)
    return str(Ref(owner, id)) if isinstance(owner, int) and isinstance(id, int) else ""


def comment_of(item: Item, post: Ref, top_id: int | None) -> Post:
    """A comment under a post; `top_id` is the comment whose thread it stands in."""
    ref = Ref(post.owner_id, post.post_id, item["id"])
    target = item.get("reply_to_comment") or top_id
    return Post(
        network=Network.VK,
        external_id=str(ref),
        url=ref.url,
        text=plain(item.get("text")),
        author_id=str(item["from_id"] or ""),
        published_at=datetime.fromtimestamp(item["date"], UTC),
        parent_external_id=str(post),
        reply_to_external_id=str(Ref(post.owner_id, post.post_id, target)) if target else None,
        photos=photos_of(item),
        likes=_count(item, "likes"),
        comments=_count(item, "thread"),
        attached=attached_to(item),
    )


def photos_of(item: Item) -> tuple[str, ...]:
    """Addresses of the largest size of each attached photo."""
    return tuple(url for photo in of_kind(item, "photo", "posted_photo") if (url := _largest(photo)))


def mark_of(post: Post) -> str:
    """A short fingerprint: it changes when something of the post that we keep changes."""
    kinds = (f"{each.kind}:{each.words}" for each in post.attached)
    seen = "\0".join((post.text, str(post.likes), str(post.comments), *map(_lasting, post.photos), *kinds))
    return blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def objects(items: object) -> list[Item]:
    """The objects of a list that have a number; a null or a thing without an id spoils nothing else."""
    return [item for item in items if isinstance(item, dict) and type(item.get("id")) is int] if isinstance(items, list) else []


def readable(items: Iterable[Item], make: Callable[[Item], Post]) -> dict[int, Post]:
    """Make posts by VK's id; one that cannot be read is left out and does not spoil the rest."""
    made: dict[int, Post] = {}
    for item in items:
        try:
            made[item["id"]] = make(item)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
            log.warning("VK: an item is not as documented and is left out: %s", type(error).__name__)
    return made


def _count(item: Item, field: str) -> int:
    return int((item.get(field) or {}).get("count") or 0)


def _largest(photo: Item) -> str | None:
    sizes = [size for size in photo.get("sizes") or [] if str(size.get("url", "")).startswith(("http://", "https://"))]
    best = max(sizes, key=_area, default=None)
    return str(best["url"]) if best else None


def _area(size: Item) -> tuple[int, int]:
    return (size.get("width") or 0) * (size.get("height") or 0), _SIZES.find(str(size.get("type", "?"))[:1])


def _lasting(url: str) -> str:
    return url.partition("?")[0]  # VK signs addresses anew in the query
