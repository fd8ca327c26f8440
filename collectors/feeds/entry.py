"""One entry of a feed as a post: words, moment, author, links."""

import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from time import struct_time
from urllib.parse import urljoin, urlsplit, urlunsplit

from collectors.feeds.feed_file import Entry, FeedFile
from collectors.feeds.plain_text import plain_text, without_footer
from incidents.posts import Attachment, AttachmentKind, Network, Post, whole_text

MAX_PHOTOS = 10
LONGEST_URL = 1_000
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_COMMENT_ANCHOR = re.compile(r"^(?:comment|cmt|c|kommentarij)[-_]?\d+$", re.IGNORECASE)
_COMMENTS_PATH = re.compile(r"(?:^|/)(?:comments|kommentarii)(?:/|$)", re.IGNORECASE)
_NOBODY = frozenset({"", "аноним", "гость", "anonymous", "guest", "admin"})
_MARKS = ("utm_", "fbclid", "yclid", "gclid", "ysclid", "_openstat")  # of where a reader came from
_RUBRICS = (*_MARKS, "from=", "ref=", "rss=", "rubric=", "rubrics=", "rubrika=")  # of where on the site the same news was met
_ALL_COMMENTS = frozenset({"", "comments", "kommentarii", "respond", "disqus_thread"})
_KINDS = {"video": AttachmentKind.VIDEO, "audio": AttachmentKind.AUDIO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry read. `key` knows it again, whatever becomes of its link; `named` is where the district is looked for."""

    key: str
    mark: str
    post: Post
    named: str
    is_comment: bool
    is_dated: bool


def item_of(entry: Entry, feed: FeedFile, source_id: str, *, now: datetime, zone: tzinfo) -> Item | None:
    """The entry as a post; None where it says nothing. Without a date it is of now; a date in the future is now."""
    link = _web(str(_of(entry, "link")), feed)
    parent = _parent(entry, link, feed)
    title = plain_text(str(_of(entry, "title")))
    body = _body(entry, whole=parent is not None)
    text = body if parent is not None else _joined(title, body)
    attached = _attached(entry)
    if not any(char.isalnum() for char in whole_text(text, attached)):
        return None
    moment = _moment(entry, zone)
    own = _identity(link) if parent is None or _is_of_one(link) else ""
    guid = _known(_of(entry, "id"))
    known = guid if parent is None or guid != _known(parent) else ""  # some sites give all comments the guid of the news
    key = _short(known or _known(own) or "\n".join([title, str(_of(entry, "author")), str(_of(entry, "published")), body[:200]]))
    post = Post(
        network=Network.FEED,
        external_id=own or f"{parent or source_id}#{key}",
        url=link or _home(feed),
        text=text,
        author_id=source_id if parent is None else _author(entry, source_id),
        published_at=min(moment or now, now),
        parent_external_id=parent,
        photos=_photos(entry, link or feed.url),
        comments=_number(_of(entry, "slash_comments")),
        attached=attached,
    )
    return Item(
        key=key,
        mark=_short("\n".join([text, *(_known(photo) for photo in post.photos)])),
        post=post,
        named=f"{title}\n{text}",
        is_comment=parent is not None,
        is_dated=moment is not None and moment <= now,
    )


def is_comment_feed(url: str) -> bool:
    """Whether the address is a feed of comments, as WordPress has it: `/comments/feed`."""
    parts = urlsplit(url)
    return _COMMENTS_PATH.search(parts.path) is not None or "comments-" in parts.query


def _of(entry: Entry, name: str) -> object:
    """A field without the library's deprecated stand-ins."""
    return dict.get(entry, name) or ""


def _body(entry: Entry, *, whole: bool) -> str:
    """The summary; of a comment all of it, which stands in `content` where the summary is a piece."""
    contents = dict.get(entry, "content") or []
    content = str(contents[0].get("value", "")) if contents else ""
    summary = str(_of(entry, "summary"))
    chosen = (content or summary) if whole else (summary or content)
    return without_footer(plain_text(chosen))


def _joined(title: str, body: str) -> str:
    repeats = title and body.casefold().startswith(title.casefold())
    return body if repeats else "\n".join(said for said in (title, body) if said)


def _moment(entry: Entry, zone: tzinfo) -> datetime | None:
    """When it was written; None: it does not say, or not so that it can be read."""
    for name in ("published", "updated"):
        parsed, words = dict.get(entry, f"{name}_parsed"), str(_of(entry, name))
        try:
            found = datetime.fromtimestamp(timegm(parsed), UTC) if isinstance(parsed, struct_time) else _by_mail(words, zone)
        except (ValueError, OverflowError, OSError, TypeError, IndexError):
            continue
        if found is not None and found >= _EARLIEST:
            return found
    return None


def _by_mail(words: str, zone: tzinfo) -> datetime | None:
    """A date without its zone is the district's."""
    if not words:
        return None
    found = parsedate_to_datetime(words)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _web(link: str, feed: FeedFile) -> str:
    """A whole web address without marks of advertising; "" for anything else."""
    if not link.strip():
        return ""
    try:
        parts = urlsplit(urljoin(feed.link or feed.url, link.strip()))
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.username is not None:
        return ""
    whole = urlunsplit(parts._replace(query=_without(_MARKS, parts.query)))
    return whole if len(whole) <= LONGEST_URL else ""


def _home(feed: FeedFile) -> str:
    """The site's page, or the feed itself where it names none."""
    return _web(feed.link, feed) or feed.url


def _without(names: tuple[str, ...], query: str) -> str:
    """The query without parts whose names begin so; the others stay sign for sign, in whatever encoding they are."""
    return "&".join(part for part in query.split("&") if not part.lower().startswith(names))


def _identity(link: str) -> str:
    """The link without what may differ while it leads to the same item."""
    head, mark, anchor = link.partition("#")
    page, asks, query = head.partition("?")
    kept = _without(_RUBRICS, query)
    return page + (asks + kept if kept else "") + mark + anchor


def _known(link: object) -> str:
    """A link or a guid as it is compared: a site that moves to https keeps its items."""
    return re.sub(r"^https?://", "//", _identity(str(link)))


def _is_of_one(link: str) -> bool:
    """Whether a comment's link leads to it alone: not to the news, nor to all that stands under it."""
    return link.partition("#")[2].lower() not in _ALL_COMMENTS


def _parent(entry: Entry, link: str, feed: FeedFile) -> str | None:
    """The news that a comment stands under; None: it is no comment."""
    replies = dict.get(entry, "thr_in-reply-to")
    page, _, anchor = _identity(link).partition("#")
    told = _web(str(replies.get("href", "")), feed) if isinstance(replies, dict) else ""
    if _COMMENT_ANCHOR.match(anchor):
        return page
    if told or isinstance(replies, dict) or is_comment_feed(feed.url):
        return _identity(told or page or _home(feed)).partition("#")[0]
    return None


def _author(entry: Entry, source_id: str) -> str:
    """Who wrote a comment: the same name in the same feed is the same author; the name itself is not kept."""
    name = " ".join(plain_text(str(_of(entry, "author"))).casefold().split())
    return "" if name in _NOBODY else _short(f"{urlsplit(source_id).hostname}\n{name}")


def _photos(entry: Entry, base: str) -> tuple[str, ...]:
    links = [each for each in dict.get(entry, "links") or [] if each.get("rel") == "enclosure"]
    media = dict.get(entry, "media_content") or []
    found = [each.get("href") for each in links if str(each.get("type", "")).startswith("image/")]
    found += [each.get("url") for each in media if each.get("medium") == "image" or str(each.get("type", "")).startswith("image/")]
    whole = dict.fromkeys(_joined_link(base, str(each)) for each in found if each)
    return tuple(each for each in whole if each.startswith(("http://", "https://")) and len(each) <= LONGEST_URL)[:MAX_PHOTOS]


def _joined_link(base: str, link: str) -> str:
    """A link made whole; "" for one that cannot be read, as `http://[cdn]/a.jpg`."""
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _attached(entry: Entry) -> tuple[Attachment, ...]:
    kinds = (str(each.get("type", "")).partition("/")[0] for each in dict.get(entry, "links") or [] if each.get("rel") == "enclosure")
    return tuple(Attachment(kind=_KINDS[kind]) for kind in dict.fromkeys(kinds) if kind in _KINDS)


def _number(value: object) -> int:
    words = str(value)
    return min(int(words), 1_000_000) if words.isascii() and words.isdigit() and len(words) < 10 else 0  # noqa: PLR2004 - no news has more


def _short(words: str) -> str:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
