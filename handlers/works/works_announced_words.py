"""«Занести в работы?»: what an announcement says, or what it lacks."""

from datetime import datetime, tzinfo

from handlers.kit import button
from handlers.kit.button import Row
from handlers.kit.text import escape, moment, name, resident_quote
from handlers.works.buttons import AnnouncedButton, AnnouncedDo
from incidents.messenger import Button, Message
from incidents.posts import StoredPost
from incidents.works.announcements import Announced

_WORDS = 200
_PLACES = 200


def question(*, post: StoredPost, told: Announced, tz: tzinfo, now: datetime) -> Message:
    """To the coordinators; without a button to enter where something is missing."""
    whole = told.lacks is None
    lines = ["<b>Это объявление. Занести в работы?</b>" if whole else "<b>Это объявление, не обращение</b>"]
    lines += [f"Что: {told.text}"] if told.family else []
    lines += [f"Где: {escape(name('; '.join(each.title for each in told.places), _PLACES))}"] if told.places else []
    if told.since is not None and told.until is not None:
        lines.append(f"Когда: {moment(told.since, tz, now)} – {moment(told.until, tz, now)}")
    lines += [] if whole else [f"В работы само не занести: {escape(str(told.lacks))}. Нужно? Занесите сами: /works"]
    lines.append(f"<blockquote>{resident_quote(post.post.text, _WORDS, post.people)}</blockquote>")
    enter: Row = (_do(AnnouncedDo.ENTER, "Занести", post, primary=True),) if whole else ()
    no = _do(AnnouncedDo.APPEAL, "Это обращение", post), _do(AnnouncedDo.OTHER, "Не то", post)
    return Message(html="\n".join(lines), rows=button.rows(enter, no, button.opens("Открыть пост", post.post.url)))


def _do(do: AnnouncedDo, label: str, post: StoredPost, *, primary: bool = False) -> Button:
    return Button(label=label, data=AnnouncedButton(do=do, post=post.id).pack(), primary=primary)
