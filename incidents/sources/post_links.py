"""Links to posts in one form, so that equal ones compare equal.

As people and the region's system write them.
"""

import re
from dataclasses import dataclass

from incidents.posts import Network

_SCHEME = re.compile(r"^(?:https?:)?//|^", re.IGNORECASE)
_WALL = re.compile(r"wall(-?\d{1,18})_(\d{1,18})(?:_r(\d{1,18}))?")
_TOPIC = re.compile(r"topic(-\d{1,18})_(\d{1,18})(?:_r(\d{1,18}))?")
_SAID = re.compile(r"[?&]post=(\d{1,18})")
_REPLY = re.compile(r"[?&]reply=(\d{1,18})")
_LINK = re.compile(r"(?:vk\.com|vk\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.me)/[^\s<>\"'«»]+", re.IGNORECASE)  # «m.» is not asked for
_OK_ITEM = re.compile(r"(?:^|/)(?:topic|statuses|album|video)/(\d{2,24})$")
_OK_MOBILE = re.compile(r"[?&]st\.groupId=(\d{2,24})(?:.*?)[?&]st\.themeId=(\d{2,24})", re.IGNORECASE)
_OK_COMMENT = re.compile(r"#comment-([\w%.~-]{1,600})$", re.ASCII)  # the site knows no address of a comment: this mark is ours
_HOSTS = {
    "vk.com": Network.VK,
    "vk.ru": Network.VK,
    "ok.ru": Network.OK,
    "odnoklassniki.ru": Network.OK,
    "t.me": Network.TELEGRAM,
    "telegram.me": Network.TELEGRAM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLink:
    """Which post a link leads to: `external_id` is the collector's («wall-1_7», a comment «wall-1_7_r12»; of OK «topic/15»)."""

    network: Network
    external_id: str
    url: str

    @property
    def key(self) -> str:
        """One word for the post: equal for equal posts."""
        return f"{self.network}:{self.external_id}"


def find_link(text: str) -> PostLink | None:
    """The first link to a post in a text; None where there is none."""
    for found in _LINK.finditer(text):
        link = post_link(found.group().rstrip(".,;:!?)]}"))
        if link is not None:
            return link
    return None


def post_link(url: str) -> PostLink | None:
    """The post behind one address of VK, OK or Telegram: a comment where the address names one. None for anything else."""
    host, _, path = _SCHEME.sub("", url.strip(), count=1).partition("/")
    network = _HOSTS.get(".".join(host.lower().split(".")[-2:]))  # «m.», «www.», «new.»: whatever stands before
    if network is None or not path:
        return None
    if network is Network.VK:
        return _vk(path)
    plain = path.partition("?")[0].partition("#")[0].strip("/")
    if network is Network.TELEGRAM:
        return _telegram(plain)
    mobile = _OK_MOBILE.search(path)
    plain = f"group/{mobile[1]}/topic/{mobile[2]}" if mobile else plain
    return _of_ok(plain, _OK_COMMENT.search(path)) if re.search(r"\d{2}", plain) else None


def _of_ok(path: str, comment: re.Match[str] | None) -> PostLink:
    """The number of a topic is enough: a group has a name and a number."""
    item, url = _OK_ITEM.search(path), f"https://ok.ru/{path}"
    if item is None:
        return PostLink(network=Network.OK, external_id=path, url=url)
    if comment is None:
        return PostLink(network=Network.OK, external_id=f"topic/{item[1]}", url=url)
    return PostLink(network=Network.OK, external_id=f"topic/{item[1]}/comment/{_unquoted(comment[1])}", url=f"{url}{comment[0]}")


def _unquoted(text: str) -> str:
    """The signs behind «%3D», as a page's address hides them."""
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), text)


def _vk(path: str) -> PostLink | None:
    wall = _WALL.search(path)
    if wall is None:
        return _topic(path)
    owner, post, comment = wall.groups()
    asked = _REPLY.search(path)
    comment = comment or (asked.group(1) if asked else None)
    post_id = f"wall{owner}_{post}"
    if comment is None:
        return PostLink(network=Network.VK, external_id=post_id, url=f"https://vk.com/{post_id}")
    return PostLink(network=Network.VK, external_id=f"{post_id}_r{comment}", url=f"https://vk.com/{post_id}?reply={comment}")


def _topic(path: str) -> PostLink | None:
    """A topic of a community's discussions, or what somebody said in it."""
    topic = _TOPIC.search(path)
    if topic is None:
        return None
    owner, number, comment = topic.groups()
    asked = _SAID.search(path)
    comment = comment or (asked[1] if asked else None)
    id = f"topic{owner}_{number}"
    if comment is None:
        return PostLink(network=Network.VK, external_id=id, url=f"https://vk.com/{id}")
    return PostLink(network=Network.VK, external_id=f"{id}_r{comment}", url=f"https://vk.com/{id}?post={comment}")


def _telegram(path: str) -> PostLink | None:
    """«channel/12», «c/123/45»; an invitation or a channel alone is no post."""
    parts = path.removeprefix("s/").split("/")
    if not parts[-1].isdecimal() or len(parts) < (3 if parts[0] == "c" else 2):  # a chat and a message in it
        return None
    chat = parts[:2] if parts[0] == "c" else parts[:1]  # what stands between is the topic of a forum: the message has its number without it
    parts = [*chat, parts[-1]]
    return PostLink(network=Network.TELEGRAM, external_id="/".join(parts).lower(), url=f"https://t.me/{'/'.join(parts)}")
