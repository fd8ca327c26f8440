"""Rows of a table as posts, or why they are none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from hashlib import sha256

from incidents.dates.written import WrongDate, written_moment
from incidents.errors import DomainError
from incidents.intake.contacts import MAX_CONTACT, one_line
from incidents.intake.post_fields import PostField
from incidents.intake.post_table import is_own_number
from incidents.posts import KEPT, Network, Post
from incidents.sources.post_links import PostLink, find_link

_PAGE = re.compile(r"(?:vk\.com|vk\.ru)/id(\d{1,18})\b", re.IGNORECASE)
_UNSAID = re.compile(r"[\x00\ud800-\udfff]")  # what no database keeps
_USUAL = frozenset("оеаи")  # a third of Russian letters; of KOI8-R read as Windows-1251 a sixth
_USUAL_SHARE, _ENOUGH = 0.25, 200
_LOST = frozenset("?\ufffd")
_LOST_SHARE = 0.3

GARBLED = (
    "Буквы не читаются: кодировка не UTF-8 и не Windows-1251. Откройте файл в той программе, где он читается, "
    "и сохраните как XLSX или «CSV UTF-8»"
)


class Flaw(StrEnum):
    """Why a row is not taken."""

    NO_TEXT = "no_text"
    NO_DATE = "no_date"
    WRONG_DATE = "wrong_date"
    FUTURE = "future"
    OLD = "old"
    TWICE = "twice"


FLAW_TITLES = {
    Flaw.TWICE: "Повторы внутри таблицы",
    Flaw.NO_TEXT: "Без текста",
    Flaw.NO_DATE: "Без даты",
    Flaw.WRONG_DATE: "Дату не понять или такого дня нет",
    Flaw.FUTURE: "Дата ещё не наступила",
    Flaw.OLD: "Слишком старые",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPost:
    """A row that can be taken: the post, and which source it goes under."""

    row: int  # its number in the file
    post: Post
    source: str
    settlement: str  # as the row says it, «» where it does not
    contact: str = ""  # whom to call back, cut where it is endless
    plain_id: str  # what it is called where nothing says its number; a linked post has one name


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPosts:
    """What a table holds. `flaws`: number of the row and its words, by reason."""

    posts: tuple[ListedPost, ...]
    flaws: Mapping[Flaw, Sequence[tuple[int, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How rows are understood. `since`: older ones are not taken. `date`: of rows that have none."""

    now: datetime
    timezone: tzinfo
    since: datetime
    source: str
    date: datetime | None = None


@dataclass(slots=True)
class _Found:
    posts: dict[tuple[Network, str], ListedPost] = field(default_factory=dict)
    flaws: dict[Flaw, list[tuple[int, str]]] = field(default_factory=dict)


class _Flawed(Exception):
    def __init__(self, flaw: Flaw, words: str = "") -> None:
        super().__init__(flaw)
        self.flaw, self.words = flaw, words


def listed(rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[str, int], terms: Terms) -> ListedPosts:
    """Every row as a post or with its flaw; the first of equal ones is taken."""
    found = _Found()
    for number, cells in rows:
        said = {name: _UNSAID.sub("", cells[at]).strip() for name, at in columns.items() if at < len(cells)}
        if not any(said.values()):
            continue
        try:
            one = _post_of(number, said, terms)
        except _Flawed as flawed:
            found.flaws.setdefault(flawed.flaw, []).append((number, flawed.words))
            continue
        key = (one.post.network, one.post.external_id)
        if key in found.posts:
            found.flaws.setdefault(Flaw.TWICE, []).append((number, ""))
        else:
            found.posts[key] = one
    return ListedPosts(posts=tuple(found.posts.values()), flaws=found.flaws)


def _post_of(number: int, said: Mapping[str, str], terms: Terms) -> ListedPost:
    text = said.get(PostField.TEXT, "")
    if not any(char.isalnum() for char in text):
        raise _Flawed(Flaw.NO_TEXT)
    own = _moment(said.get(PostField.DATE, ""), terms)
    moment = own or terms.date
    if moment is None:
        raise _Flawed(Flaw.NO_DATE)
    if moment < terms.since:
        raise _Flawed(Flaw.OLD, said.get(PostField.DATE, ""))
    link = find_link(said.get(PostField.LINK, ""))
    source = said.get(PostField.SOURCE, "") if find_link(said.get(PostField.SOURCE, "")) is None else ""
    source = terms.source or source
    plain_id, own_id = (link.external_id, link.external_id) if link else _ids(source, said, own, text)
    post = Post(
        network=link.network if link else Network.HAND,
        external_id=own_id,
        url=link.url if link else "",
        text=_with_address(text, said.get(PostField.ADDRESS, ""))[:KEPT],
        author_id=_author(said.get(PostField.AUTHOR, ""), link),
        published_at=min(moment, terms.now),
    )
    settlement, contact = said.get(PostField.SETTLEMENT, ""), one_line(said.get(PostField.CONTACT, ""))
    return ListedPost(row=number, post=post, source=source, settlement=settlement, contact=contact[:MAX_CONTACT], plain_id=plain_id)


def _moment(cell: str, terms: Terms) -> datetime | None:
    """When the row says that it was written; None: it says nothing. Raises _Flawed."""
    if not cell:
        return None
    today = terms.now.astimezone(terms.timezone).date()
    try:
        moment = written_moment(cell, today=today, timezone=terms.timezone)
    except (WrongDate, OverflowError):
        raise _Flawed(Flaw.WRONG_DATE, cell) from None
    if moment is None:
        raise _Flawed(Flaw.WRONG_DATE, cell)
    if moment.astimezone(terms.timezone).date() > today:
        raise _Flawed(Flaw.FUTURE, cell)
    return moment


def _ids(source: str, said: Mapping[str, str], own: datetime | None, text: str) -> tuple[str, str]:
    """Without the row's number and with it; the same where it has none. Only the row itself is asked, so its neighbours change nothing."""
    moment = own.astimezone(UTC).isoformat() if own else ""
    where = [said.get(field, "").lower() for field in (PostField.SETTLEMENT, PostField.ADDRESS)]
    number = said.get(PostField.NUMBER, "")
    plain = _hashed(source, "", moment, text, *where)
    return plain, _hashed(source, number, moment, text, *where) if is_own_number(number) else plain


def _hashed(*parts: str) -> str:
    """An id of what has no link: equal for equal rows, whatever the spaces."""
    whole = "\n".join(" ".join(part.split()) for part in parts)
    return f"row:{sha256(whole.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _with_address(text: str, address: str) -> str:
    """The text, and under it the place that a column of its own names."""
    return f"{text}\n{address}" if address and address.lower() not in text.lower() else text


def _author(cell: str, link: PostLink | None) -> str:
    """The network's number of a page of VK; a name is never kept."""
    page = _PAGE.search(cell)
    return page[1] if page and link and link.network is Network.VK else ""


def check_letters(texts: Iterable[str]) -> None:
    """Russian written in an encoding that was not guessed. Raises DomainError."""
    sample = "".join(_some(texts)).lower()
    shown = [char for char in sample if not char.isspace()]
    letters = [char for char in sample if "\u0400" <= char <= "\u04ff"]
    lost = sum(char in _LOST for char in shown)
    strange = len(letters) >= _ENOUGH and sum(char in _USUAL for char in letters) < len(letters) * _USUAL_SHARE
    if strange or lost > max(10, len(shown) * _LOST_SHARE):
        raise DomainError(GARBLED)


def _some(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number >= 100:  # noqa: PLR2004 - a sample
            return
        yield text[:500]
