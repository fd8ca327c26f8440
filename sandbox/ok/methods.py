"""The methods of Odnoklassniki that the town serves.

A parameter that nobody documents is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from sandbox.errors import Json, OkError
from sandbox.ok import view
from sandbox.ok.state import Group, Token, Topic
from sandbox.town import Town

Row = TypeVar("Row")

WORDS = {
    1: "UNKNOWN : Unknown error",
    2: "SERVICE : Service is temporary unavailable",
    3: "METHOD : Method does not exist",
    8: "FLOOD_BLOCKED : Method execution is blocked due to flood",
    9: "IP_BLOCKED : Method execution is blocked by IP address",
    10: "PERMISSION_DENIED : Permission denied",
    11: "LIMIT_REACHED : Method invocation limit is reached",
    100: "PARAM : Missing or invalid parameter",
    101: "PARAM_API_KEY : Invalid application key",
    102: "PARAM_SESSION_EXPIRED : Session expired",
    103: "PARAM_SESSION_KEY : Invalid session key",
    104: "PARAM_SIGNATURE : Invalid signature",
    300: "NOT_FOUND : Object is not found",
    453: "SESSION_REQUIRED : Session key is required",
}
MOST_TOPICS, MOST_COMMENTS = 50, 100


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose signature is right."""

    town: Town
    token: Token
    values: dict[str, str]
    base: str

    def needed(self, name: str) -> str:
        """A parameter that must be there."""
        if not self.values.get(name):
            fail(100, f"{name} is required")
        return self.values[name]

    def number(self, name: str, most: int) -> int:
        """A count, cut down to what is allowed."""
        text = self.values.get(name, "") or str(most)
        if not text.isdecimal():
            fail(100, f"{name} is not a number")
        return max(1, min(int(text), most))


def fail(code: int, detail: str = "") -> NoReturn:
    """Refuse in the network's words."""
    words = WORDS.get(code, f"ERROR {code}")
    raise OkError(code, f"{words}: {detail}" if detail else words)


def current_user(call: Call) -> Json:
    """users.getCurrentUser."""
    return {"uid": str(call.token.user_id), "name": call.town.ok.people.get(call.token.user_id, "")}


def url_info(call: Call) -> Json:
    """url.getInfo: what an address leads to."""
    path = call.needed("url").partition("://")[2].partition("/")[2].strip("/")
    group = call.town.ok.group_at(path)
    if group is not None:
        return {"type": "GROUP", "objectId": group.id, "objectIdStr": str(group.id)}
    kind, _, number = path.partition("/")
    if kind == "profile" and number.isdecimal() and int(number) in call.town.ok.people:
        return {"type": "PROFILE", "objectId": int(number), "objectIdStr": number}
    return {"type": "UNKNOWN", "objectId": 0}


def group_info(call: Call) -> list[Json]:
    """group.getInfo: the groups that are there."""
    asked = call.needed("uids").split(",")
    return [view.group(each) for each in call.town.ok.groups.values() if str(each.id) in asked]


def topics(call: Call) -> Json:
    """mediatopic.getTopics: the newest first, a page at a time."""
    group = _readable(call.town.ok.groups.get(int(number)) if (number := call.needed("gid")).isdecimal() else None)
    rows = sorted((each for each in group.topics.values() if not each.deleted), key=lambda each: (-each.at, -each.id))
    page, more = _page(rows, call, MOST_TOPICS)
    return view.topics(page, call.base) | more


def topics_by_ids(call: Call) -> Json:
    """mediatopic.getByIds: those that stand."""
    asked = call.needed("topic_ids").split(",")
    if len(asked) > 1 and not 1 <= call.number("media_limit", 9) <= 3:  # noqa: PLR2004 - the page says so
        fail(100, "media_limit")
    found = [each for group in call.town.ok.groups.values() for each in group.topics.values() if str(each.id) in asked and not each.deleted]
    return view.topics(found, call.base) if found else fail(300)


def comments(call: Call) -> Json:
    """discussions.getComments: the newest page first; within it the oldest first."""
    if call.needed("discussionType") != "GROUP_TOPIC":
        fail(100, "discussionType")
    rows = list(reversed(_topic(call, call.needed("discussionId")).alive()))
    page, more = _page(rows, call, MOST_COMMENTS)
    return {"comments": [view.comment(each, call.base) for each in reversed(page)], **more}


def _page(rows: Sequence[Row], call: Call, most: int) -> tuple[Sequence[Row], Json]:
    """A page from the anchor on, and where the next one begins."""
    anchor = call.values.get("anchor", "")
    if anchor and not anchor.removeprefix("at").isdecimal():
        fail(100, "anchor")
    start = int(anchor.removeprefix("at") or 0)
    end = start + call.number("count", most)
    return rows[start:end], {"has_more": end < len(rows), "anchor": f"at{end}"}


def _readable(group: Group | None) -> Group:
    if group is None:
        fail(300, "group")
    return group if group.access == "OPEN" else fail(10)


def _topic(call: Call, number: str) -> Topic:
    for group in call.town.ok.groups.values():
        found = group.topics.get(int(number)) if number.isdecimal() else None
        if found is not None and not found.deleted:
            _readable(group)
            return found
    fail(300)


METHODS: dict[str, tuple[Callable[[Call], object], frozenset[str]]] = {
    "users.getCurrentUser": (current_user, frozenset({"fields"})),
    "url.getInfo": (url_info, frozenset({"url"})),
    "group.getInfo": (group_info, frozenset({"uids", "fields", "move_to_top"})),
    "mediatopic.getTopics": (topics, frozenset({"gid", "count", "anchor", "fields"})),
    "mediatopic.getByIds": (topics_by_ids, frozenset({"topic_ids", "media_limit", "fields", "features"})),
    "discussions.getComments": (
        comments,
        frozenset({"discussionId", "discussionType", "anchor", "direction", "count", "fields", "frmt", "includeRemoved"}),
    ),
}
