"""What a network says of itself: links, words, way of answers.

Each package of `collectors/` declares one in its `network.py`; `collectors/networks.py` lists them, and everybody else walks that list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from incidents.errors import DomainError
from incidents.posts import Network

LONGEST = 400
BY_HAND = "Сообщение оттуда можно переслать боту или завести командой /new"
ASK_LINK = (
    "Пришлите одну ссылку: на сообщество ВКонтакте (https://vk.com/club12345), на группу в Одноклассниках "
    "(https://ok.ru/group/12345) или на ленту новостей сайта"
)


class Answers(StrEnum):
    """How an answer gets there."""

    PUBLISHED = "published"  # a Publisher writes it
    COPIED = "copied"  # an official pastes it and says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """The words where an official pastes the answer."""

    because: str  # why nobody publishes it for us: the end of a sentence
    how: str  # what to do


def _no_page(_external_id: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkWords:
    """How officials read of a network, or of another way to a resident."""

    short: str  # on a card: «ВК»
    goes_out: str  # what becomes of an answer when it is sent
    refused: str  # the first words where an answer was not let through, or is to be pasted
    silent: str  # the first words where the network does not answer
    copying: Copying | None = None
    called: tuple[str, str] = ("Это сообщество", "Это сообщество")  # who, whom
    page: Callable[[str], str] = _no_page  # the external id of a source → where people open it, «» where no link leads there


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkKind(NetworkWords):
    """A network that is read. Who reads it in this process is an `Access` of `bot/reading/network_access.py`."""

    network: Network
    answers: Answers
    address_in: Callable[[str], str | None]  # a typed link → what is looked at; None: not of this network. Raises DomainError
    is_address: Callable[[str], bool]  # whether `address_in` of this network gave it


def address_in(text: str, networks: Sequence[NetworkKind]) -> str:
    """The address behind «https://vk.com/club1», «@podslushano», a link to a post, a site. Raises DomainError."""
    plain = text.strip().strip('<>«»"')
    if not plain or len(plain) > LONGEST or len(plain.split()) > 1:
        raise DomainError(ASK_LINK)
    for each in networks:
        address = each.address_in(plain)
        if address is not None:
            return address
    raise DomainError(ASK_LINK)
