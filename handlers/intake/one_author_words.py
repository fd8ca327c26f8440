"""One author who writes very much: the alert and the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.intake.buttons import AuthorButton
from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.text import count, link, resident_quote, stamp
from incidents.ids import IncidentId, PostId
from incidents.messenger import Button, Message

PAGE = 10
_WORDS = 60
_A_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsPost:
    """One of the author's posts. `number`: of the card that it stands on; None: of none."""

    text: str
    url: str
    at: datetime
    is_read: bool
    incident_id: IncidentId | None = None
    number: int | None = None
    people: tuple[str, ...] = ()  # named in the text


def many_posts(*, post_id: PostId, total: int) -> Message:
    """The author's twentieth harmless post of a day came."""
    html = (
        f"<b>Один автор: {count(total, 'сообщение', 'сообщения', 'сообщений')} за сутки</b>\n"
        "Слов об опасности в них нет, поэтому других жителей читаем раньше. Прочитаем все, ничего не пропадёт"
    )
    return Message(html=html, rows=button.rows((_page("Показать", post_id, 0),)))


def author_posts(
    *, post_id: PostId, posts: Sequence[AuthorsPost], page: int, total: int, tz: tzinfo, now: datetime, has_more: bool
) -> Message:
    """A page of what the author wrote within a day before that post and a day after, oldest first."""
    first = page * PAGE + 1
    lines = [f"{n}. {_line(post, tz, now)}" for n, post in enumerate(posts, first)]
    head = f"<b>Один автор: {count(total, 'сообщение', 'сообщения', 'сообщений')}</b>, сначала старые"
    numbered = {post.incident_id: post.number for post in posts if post.incident_id is not None}
    cards = [button.card(Press.SHOW, f"№ {number}", id) for id, number in numbered.items()]
    back = (_page("Раньше", post_id, page - 1),) if page > 0 else ()
    onward = (_page("Позже", post_id, page + 1),) if has_more else ()
    shelves = [tuple(cards[i : i + _A_ROW]) for i in range(0, len(cards), _A_ROW)]
    return Message(html="\n".join([head, *lines]), rows=button.rows(*shelves, back + onward))


def _line(post: AuthorsPost, tz: tzinfo, now: datetime) -> str:
    what = f"№ {post.number}" if post.number is not None else "не обращение" if post.is_read else "ещё не прочитали"
    return f"{link(post.url, stamp(post.at, tz, now))} {resident_quote(post.text, _WORDS, post.people)}, {what}"


def _page(label: str, post_id: PostId, page: int) -> Button:
    return Button(label=label, data=AuthorButton(post=post_id, page=page).pack())
