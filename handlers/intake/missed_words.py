"""«Не взяли»: words of the list and of one post."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from handlers.intake.buttons import MissedButton, MissedDo
from handlers.kit import button
from handlers.kit.labels import CANCEL
from handlers.kit.pages import Page
from handlers.kit.text import cut, day, escape, has_words, lower_first, quoted, resident_quote, stamp
from incidents.acts.looks import FOUND_PAGE
from incidents.intake.dropped_posts import DropDoubt, Dropped, DropVerdict
from incidents.messenger import Button, Message
from incidents.posts import StoredPost
from incidents.reading import Kind
from incidents.sources.word_filters import because_of

PAGE_SIZE = FOUND_PAGE
_WORDS, _ABOVE = 500, 160
_LINE, _FILTER = 70, 120
_KINDS = {Kind.AD: "реклама", Kind.CHAT: "разговор", Kind.THANKS: "спасибо"}
_DOUBTS = {DropDoubt.DANGER: "возможно, опасно", DropDoubt.TOPIC: "похоже: {}", DropDoubt.SCORE: "похоже на обращение"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedLine:
    """A dropped post of the list; `topic`: in ≤ 24 characters."""

    dropped: Dropped
    post: StoredPost
    topic: str


def ask_missed() -> Message:
    """/missed of whoever only searches."""
    return Message(
        html=f"<b>Какое слово искать среди того, что не взяли?</b> Например: «яма» или «Строителей 14». Смотрим за неделю\n{CANCEL}"
    )


def missed_list(*, since: datetime, total: int, doubts: int, shown: Page[MissedLine], tz: tzinfo, now: datetime) -> Message:
    """Doubtful ones first."""
    if not total:
        html = (
            f"<b>Не взяли: пусто.</b> {_since(since, tz, now)} всё, что написали жители, уже на карточках или просмотрено\n"
            "Новое появится здесь само. Старше ищите по слову: /missed и слово"
        )
        return Message(html=html)
    head = f"<b>Не взяли {total}{f', сомнительных {doubts}' if doubts else ''}</b>"
    lines = [f"{head}, {lower_first(_since(since, tz, now))}{shown.which}", *(f"{n}. {_line(each, tz, now)}" for n, each in shown.numbered)]
    lines.append("Карточек у них нет, никто не отвечает. Сначала сомнительные. Открыть: номер, найти: /missed и слово")
    return Message(html="\n".join(lines), rows=_rows(shown, is_found=False))


def found(*, words: str, total: int, shown: Page[MissedLine], tz: tzinfo, now: datetime) -> Message:
    """With the words that were looked for."""
    if not total:
        html = (
            f"<b>Среди того, что не взяли, нет:</b> {quoted(words, 60)}\n"
            "Искали за неделю. Попробуйте одно слово или улицу без дома. Карточки ищет /find"
        )
        return Message(html=html)
    lines = [
        f"<b>Не взяли, с этими словами {total}:</b> {quoted(words, 40)}{shown.which}",
        *(f"{n}. {_line(each, tz, now)}" for n, each in shown.numbered),
    ]
    lines.append("Открыть: номер. Карточки ищет /find")
    return Message(html="\n".join(lines), rows=_rows(shown, is_found=True))


def missed_post(line: MissedLine, *, is_found: bool, page: int, more: int, may_judge: bool, tz: tzinfo, now: datetime) -> Message:
    """Its words whole, why it was not taken, the two verdicts. `more`: doubtful ones beside it that nobody has judged."""
    post, dropped = line.post, line.dropped
    lines = [
        f"<b>Не взяли.</b> {_decided(line)}",
        _quoted(post),
        f"{quoted(post.source_title, 60)} · {stamp(post.post.published_at, tz, now)}",
    ]
    is_open = dropped.verdict is None and not dropped.has_card
    if dropped.verdict is DropVerdict.RIGHTLY:
        lines.append("Проверили: верно, не наше. Всё-таки обращение? Заведите его: /new")
    elif is_open and not may_judge:
        lines.append("Это обращение? Напишите координатору или заведите сами: /new")
    elif more and not is_found:
        lines.append(f"Сомнительных ещё {more}")
    verdicts = ((MissedDo.APPEAL, "Это обращение"), (MissedDo.RIGHTLY, "Верно, не наше")) if is_open and may_judge else ()
    judge = tuple(_button(do, label, page, is_found=is_found, post=dropped.post_id) for do, label in verdicts)
    back = (_button(MissedDo.LIST, "К списку", page, is_found=is_found),)
    return Message(html="\n".join(lines), rows=button.rows(judge, button.opens("Открыть пост", post.post.url), back))


def appeal_asked(line: MissedLine, *, tz: tzinfo, now: datetime) -> Message:
    """«Обращение?», with the two answers."""
    post = line.post
    html = (
        f"<b>Обращение?</b> {_why(line)}\n{_quoted(post)}\n{quoted(post.source_title, 60)} · {stamp(post.post.published_at, tz, now)}\n"
        "Карточки пока нет. Не ответите? Ничего не прозвонит, сообщение ждёт в /missed"
    )
    answers = ((MissedDo.YES, "Это обращение"), (MissedDo.NO, "Не обращение"))
    asked = tuple(_button(do, label, 0, is_found=False, post=line.dropped.post_id) for do, label in answers)
    return Message(html=html, rows=button.rows(asked, button.opens("Открыть пост", post.post.url)))


def _since(since: datetime, tz: tzinfo, now: datetime) -> str:
    yesterday = now.astimezone(tz).date() - timedelta(days=1)
    return "Со вчерашнего дня" if since.astimezone(tz).date() == yesterday else f"С {day(since, tz)}"


def _line(line: MissedLine, tz: tzinfo, now: datetime) -> str:
    words = resident_quote(line.post.post.whole, _LINE, line.post.people) if has_words(line.post.post.whole) else "без слов"
    return f"{words} · {stamp(line.post.post.published_at, tz, now)} · {_why(line)}"


def _why(line: MissedLine) -> str:
    """In two or three words."""
    dropped = line.dropped
    if dropped.verdict is DropVerdict.RIGHTLY:
        return "проверено"
    if dropped.filtered is not None:
        return "фильтр источника"
    return _DOUBTS[dropped.doubt].format(escape(lower_first(line.topic))) if dropped.doubt else _KINDS.get(dropped.kind, "не обращение")


def _decided(line: MissedLine) -> str:
    dropped = line.dropped
    if dropped.filtered is not None:
        return f"Отсеял фильтр источника: {escape(cut(because_of(dropped.filtered), _FILTER))}"
    decided = f"Бот решил: {_KINDS.get(dropped.kind, 'не обращение')}"
    return f"{decided}, но {_why(line)}" if dropped.doubt and dropped.verdict is None else decided


def _quoted(post: StoredPost) -> str:
    """Its words; above a comment the post first: alone it says little."""
    under = post.parent_text if post.post.parent_external_id else None
    above = f"Под постом {resident_quote(under, _ABOVE, post.parent_people)}, комментарий:\n" if under and has_words(under) else ""
    return f"{above}<blockquote>{resident_quote(post.post.whole, _WORDS, post.people)[1:-1] or 'без слов'}</blockquote>"


def _rows(shown: Page[MissedLine], *, is_found: bool) -> tuple[button.Row, ...]:
    numbers = [_button(MissedDo.SHOW, str(n), shown.number, is_found=is_found, post=each.dropped.post_id) for n, each in shown.numbered]
    turns = shown.beside(lambda label, number: _button(MissedDo.LIST, label, number, is_found=is_found))
    return button.rows(tuple(numbers[:3]), tuple(numbers[3:]), turns)


def _button(do: MissedDo, label: str, page: int, *, is_found: bool, post: int = 0) -> Button:
    data = MissedButton(do=do, post=post, is_found=is_found, page=page)
    return Button(label=label, data=data.pack(), primary=do is MissedDo.APPEAL)
