"""One VK call: its token and its parameters.

And the questions every method asks.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

from sandbox.errors import Json, VkError
from sandbox.town import Town
from sandbox.vk.state import GROUP, USER, Group, Post, Token

SPEC = Path(__file__).parent.parent / "spec" / "vk.json"
PARAM, ACCESS = 100, 15


@cache
def spec() -> Json:
    """Read the methods and errors that the sandbox serves."""
    data: Json = json.loads(SPEC.read_text(encoding="utf-8"))
    return data


def fail(code: int, detail: str = "") -> NoReturn:
    """Refuse in VK's words: the error's own text, then the detail."""
    words = spec()["errors"].get(str(code), "Unknown error occurred")
    raise VkError(code, f"{words}: {detail}" if detail else words)


def bad_param(name: str, what: str = "is undefined") -> NoReturn:
    """Refuse a missing or wrong parameter."""
    fail(PARAM, f"{name} {what}")


@dataclass(frozen=True, slots=True)
class Call:
    """A call with a known token of a fitting kind; parameters are strings as VK takes them."""

    town: Town
    method: str
    token: Token
    values: dict[str, str]

    def number(self, name: str, default: int | None = None) -> int | None:
        """Give an integer parameter; refuse what is no number or below its minimum."""
        text = self.values.get(name, "")
        if text == "":
            return default
        if not text.lstrip("-").isdecimal():
            bad_param(name, "not integer")
        value = int(text[:20])
        rule = parameter(self.method, name)
        if value < rule.get("minimum", value):
            bad_param(name, "should be positive" if rule["minimum"] else "should be positive or 0")
        if value > rule.get("maximum", value):
            bad_param(name, f"should be less or equal to {rule['maximum']}")
        return value

    def needed(self, name: str) -> int:
        """Give an integer parameter that must be there."""
        value = self.number(name)
        if value is None:
            bad_param(name)
        return value

    def portion(self, name: str, default: int, most: int) -> int:
        """Give a count; more than VK allows is cut down to it."""
        value = self.number(name, default)
        return min(default if value is None else value, most)

    def flag(self, name: str) -> bool:
        """Give a boolean parameter."""
        return self.values.get(name, "").lower() in {"1", "true", "yes"}

    def words(self, name: str) -> list[str]:
        """Give a comma-separated list."""
        return [word.strip() for word in self.values.get(name, "").split(",") if word.strip()]

    def wall(self) -> Group:
        """Find the group whose wall the call names by owner_id (or domain), if it may be read."""
        vk = self.town.vk
        owner = self.number("owner_id")
        if owner is None and self.values.get("domain"):
            group = vk.group_named(self.values["domain"])
        elif owner is None and self.token.kind == USER:
            fail(ACCESS, "the sandbox keeps no walls of people")
        elif owner is None:
            bad_param("owner_id")
        elif owner >= 0:
            self._personal(owner)
        else:
            group = vk.groups.get(-owner)
        if group is None:
            fail(ACCESS, "wall is disabled")
        return self._readable(group)

    def _personal(self, owner: int) -> NoReturn:
        person = self.town.vk.people.get(owner)
        if person is None or person.deactivated:
            fail(18)
        if person.is_closed:
            fail(30)
        fail(ACCESS, "the sandbox keeps no walls of people")

    def _readable(self, group: Group) -> Group:
        if group.deactivated:
            fail(ACCESS, "group is blocked")
        own = self.token.kind == GROUP and self.token.group_id == group.id
        inside = self.token.user_id in group.members and self.token.user_id is not None
        if group.is_closed and not own and not inside:
            fail(ACCESS, "this wall available only for community members")
        return group

    def post(self, group: Group) -> Post:
        """Find the post that the call names."""
        post = group.posts.get(self.needed("post_id"))
        if post is None or post.deleted:
            fail(ACCESS, "post was not found check post_id param")
        return post


def parameter(method: str, name: str) -> Json:
    """Find what the spec says of a parameter."""
    for rule in spec()["methods"][method]["parameters"]:
        if rule["name"] == name:
            return dict(rule)
    return {}
