"""Links to people, as coordinators and letters of residents name them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from incidents.posts import Network
from incidents.sources.post_links import PostLink, find_link

_AUTHORS = (
    (Network.VK, "", re.compile(r"(?:^|//|\s)(?:m\.|www\.)?vk\.(?:com|ru)/id(\d{1,18})(?!\w)", re.IGNORECASE)),
    (
        Network.OK,
        "user:",
        re.compile(r"(?:^|//|\s)(?:m\.|www\.)?(?:ok|odnoklassniki)\.ru/profile/(\d{1,24})(?!\w)", re.IGNORECASE),
    ),
    (Network.TELEGRAM, "", re.compile(r"tg://user\?id=(\d{1,18})(?!\w)", re.IGNORECASE)),
)

_VK, _TG = (Network.VK, Network.VK_MESSAGES), (Network.TELEGRAM, Network.PRIVATE)

SAME_PERSON: Mapping[Network, tuple[Network, ...]] = {
    **{each: (each,) for each in (Network.OK, Network.HAND, Network.FEED)},
    **dict.fromkeys(_VK, _VK),
    **dict.fromkeys(_TG, _TG),
}
"""Networks that know people by the same numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorLink:
    """A person as a network knows them."""

    network: Network
    author_id: str

    @property
    def networks(self) -> tuple[Network, ...]:
        """Where the same number is the same person."""
        return SAME_PERSON[self.network]


def link_of(words: str) -> AuthorLink | PostLink | None:
    """The person or the post that the words name; None where they name neither."""
    for network, before, pattern in _AUTHORS:
        if found := pattern.search(words.strip()):
            return AuthorLink(network=network, author_id=f"{before}{found[1]}")
    return find_link(words)


def is_person(author_id: str) -> bool:
    """Whether the author is somebody, and no community: those have numbers below zero or a word before them."""
    return bool(author_id) and not author_id.startswith(("-", "group:"))
