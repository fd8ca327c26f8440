"""One post to all with its short replies, for author and approver."""

from datetime import datetime, tzinfo

from handlers.answers.answer_by_hand_words import photos_too
from handlers.answers.buttons import AllButton, AllDo, AnswerDo, LinesButton, answer_button
from handlers.answers.everyone.everyone_words import in_seconds
from handlers.answers.previews_words import advice_lines, good_line, photo_row, rows_of
from handlers.kit import button
from handlers.kit.labels import CANCEL
from handlers.kit.text import capital, clock, count, cut, escape, name, on_day, ours, plain, weekday_moment
from incidents.advice.values import Advised
from incidents.answers.everyone import EVERY, Spread
from incidents.answers.short_replies import LONGEST, MOST, REFERENCE, ShortReplies
from incidents.answers.values import HOLD
from incidents.ids import AnswerId, IncidentId
from incidents.messenger import Button, Message

_WHAT = 100
_SHOWN = 2200
_REASON = 200


def choice(*, incident_id: IncidentId, what_where: str, left: int) -> Message:
    """«Ответить всем» where nobody was answered yet: with a post, or thread by thread."""
    html = (
        f"<b>Ответить всем: {left}</b>\n{_what(what_where)}\n"
        "Пост и ответы: полный ответ выйдет один раз постом в сообществе администрации, в каждой ветке короткий ответ со словами, "
        "где прочитать подробно. Согласуют всё сразу\n"
        "Только ответы: напишите ответ одному, потом он же уйдёт остальным"
    )
    post, only = _all("Пост и ответы", AllDo.POST, incident_id, primary=True), _all("Только ответы", AllDo.ONLY, incident_id)
    return Message(html=html, rows=button.rows((post, only), (_all("Назад", AllDo.BACK, incident_id),)))


def ask_post(*, what_where: str, limit: int, left: int) -> Message:
    """The words of the post."""
    html = (
        f"<b>Напишите полный ответ одним сообщением:</b> {escape(name(what_where, _WHAT))}\n"
        "Он выйдет один раз, постом в сообществе администрации. Хороший ответ: что делаем, когда, кто отвечает\n"
        f"Короткие ответы в ветки ({left}) составим из него и покажем. Поместится {count(limit, 'знак', 'знака', 'знаков')}\n"
        f"{CANCEL}"
    )
    return Message(html=html)


def preview(
    *,
    answer_id: AnswerId,
    what_where: str,
    text: str,
    limit: int,
    lines: ShortReplies,
    linted: Advised,
    seen: str,
    left: int,
    photos: int,
    is_approved_first: bool = False,
) -> Message:
    """The post and the short replies; nothing is sent yet."""
    quote = f"<blockquote>{escape(cut(plain(text).strip(), _SHOWN))}</blockquote>" + (f"\nФото: {photos}" if photos else "")
    head = f"<b>Пост в сообществе администрации:</b> {escape(name(what_where, _WHAT))}"
    advice = advice_lines(linted) if linted.advice else [good_line(linted, limit)]
    pace = in_seconds(EVERY.total_seconds())
    when = "после согласования" if is_approved_first else f"через {in_seconds(HOLD.total_seconds())} после отправки"
    after = f"Пост выйдет {when}, ответы в ветки следом, по одному каждые {pace}"
    rows = (*rows_of(answer_id, linted, seen), *button.rows((lines_button(answer_id),)), *photo_row(answer_id, photos, seen))
    return Message(html="\n".join((head, quote, *thread_block(lines, left), *advice, after)), rows=rows)


def thread_block(lines: ShortReplies, left: int) -> list[str]:
    """«Так начнётся ответ в ветках»: what takes turns there."""
    shown = [f"{n}. {escape(cut(plain(line), LONGEST))}" for n, line in enumerate(lines.proposed or lines.lines, start=1)]
    turns = ", по очереди" if len(shown) > 1 else ""
    return [f"<b>Так начнётся ответ в ветках</b> ({left}{turns}):", *shown, f"В конце допишем: «{REFERENCE.rstrip('.')}»"]


def lines_button(answer_id: AnswerId) -> Button:
    """To the short replies."""
    return Button(label="Ответы в ветках", data=LinesButton(answer=answer_id).pack())


def ask_lines(*, what_where: str, lines: ShortReplies) -> Message:
    """The short replies in one's own words."""
    now = "\n".join(escape(cut(plain(line), LONGEST)) for line in lines.proposed or lines.lines)
    html = (
        f"<b>Пришлите ответы для веток, каждый с новой строки:</b> {escape(name(what_where, _WHAT))}\n"
        f"От одного до {MOST} строк, до {LONGEST} знаков каждая, без ссылок: чужие стены их не пускают. Сейчас так:\n<pre>{now}</pre>\n"
        f"Числа и часы должны быть и в посте. {CANCEL}"
    )
    return Message(html=html)


def hold(*, answer_id: AnswerId, text: str, publish_at: datetime, tz: tzinfo, left: int) -> Message:
    """Sent by the official, waiting for a change of mind."""
    html = (
        f"<b>Опубликуем пост через {in_seconds(HOLD.total_seconds())},</b> в {clock(publish_at, tz)}. "
        "Потом исправить можно только поправкой\n"
        f"<blockquote>{escape(cut(plain(text).strip(), _SHOWN))}</blockquote>\n"
        f"Следом пойдут ответы в ветки: {left}. Отменить сейчас значит отменить всё"
    )
    return Message(html=html, rows=button.rows((answer_button(AnswerDo.RECALL, "Отменить отправку", answer_id),)))


def published(
    *, incident_id: IncidentId, what_where: str, url: str | None, proved: bool, spread: Spread | None, tz: tzinfo, now: datetime
) -> Message:
    """It stands on the wall; the threads follow."""
    lines = [f"✅ <b>Пост администрации опубликован:</b> {escape(name(what_where, _WHAT))}"]
    if proved:
        lines.append("Проверили: виден всем")
    if spread is not None:
        goes = spread.waits and not spread.stopped and spread.barred_until is None  # a count here would soon be a lie: the card has it
        where = f"Ответы в ветки уходят по одному, всего {spread.voices}. Сколько вышло, видно на карточке"
        lines.append(where if goes else progress_line(spread, tz=tz))
        if spread.until is not None:
            lines.append(f"Кто напишет об этом до {until_words(spread.until, tz, now)}, тоже получит ответ")
    stop = (_all("Остановить ответы", AllDo.STOP, incident_id),) if spread is not None and spread.until is not None else ()
    return Message(html="\n".join(lines), rows=button.rows(button.opens("Открыть пост", url), stop))


def progress_line(spread: Spread, *, tz: tzinfo) -> str:
    """«Ответили в ветках: 7 из 12», and why it stands still where it does."""
    counted = f"Ответили в ветках: {spread.told} из {spread.voices}"
    if spread.stopped:
        return f"{counted}, остальные остановили"
    if spread.waits and spread.barred_until is not None:
        return f"{counted}, пауза до {clock(spread.barred_until, tz)}"
    if spread.waits:
        return f"{counted}, остальные по одному"
    return f"{counted}, остальным ответьте отдельно" if spread.until is None and spread.told < spread.voices else counted


def until_words(moment: datetime, tz: tzinfo, now: datetime) -> str:
    """«18:00», with its day where that is not today."""
    same = moment.astimezone(tz).date() == now.astimezone(tz).date()
    return clock(moment, tz) if same else weekday_moment(moment, tz, now)


def refused(*, answer_id: AnswerId, what_where: str, reason: str, text: str, photos: int) -> Message:
    """VK said no: copy it to the wall by hand, confirm. The threads are answered all the same."""
    html = (
        f"<b>ВКонтакте не пропустил пост:</b> {ours(reason, _REASON) or 'причину не назвали'}\n{_what(what_where)}\n"
        "Скопируйте текст касанием, откройте сообщество администрации, вставьте от его имени и нажмите «Опубликовано»"
        f"{photos_too(photos)}\nОтветы в ветки уходят и без поста, только без слов о нём\n"
        f"<pre>{escape(cut(plain(text).strip(), _SHOWN))}</pre>"
    )
    return Message(html=html, rows=_by_hand(answer_id, text))


def unknown(*, answer_id: AnswerId, what_where: str, text: str, photos: int) -> Message:
    """Nobody can tell whether it stands there."""
    html = (
        f"<b>ВКонтакте молчит, вышел ли пост, неизвестно:</b> {escape(name(what_where, _WHAT))}\n"
        "Откройте сообщество администрации. Пост там есть? Нажмите «Опубликовано». Нет? Скопируйте текст касанием, вставьте от имени "
        f"сообщества и тоже нажмите «Опубликовано»{photos_too(photos)}\n<pre>{escape(cut(plain(text).strip(), _SHOWN))}</pre>"
    )
    return Message(html=html, rows=_by_hand(answer_id, text))


def not_visible(*, what_where: str, at: datetime, url: str | None, tz: tzinfo, now: datetime) -> Message:
    """Published, but the wall does not show it."""
    html = (
        f"<b>Поста на стене не видно:</b> {escape(name(what_where, _WHAT))}\n"
        f"Вышел {on_day(at, tz, now)}, но в сообществе его нет. Откройте и проверьте: его мог удалить другой редактор"
    )
    return Message(html=html, rows=button.rows(button.opens("Открыть пост", url)))


def barred(
    *, incident_id: IncidentId, what_where: str, because: str, until: datetime, spread: Spread | None, tz: tzinfo, now: datetime
) -> Message:
    """The network wants a rest."""
    counted = f"Ответили в ветках: {spread.told} из {spread.voices}. " if spread is not None else "Пост ещё не вышел. "
    later = f"Продолжим сами {on_day(until, tz, now)}"
    html = (
        f"<b>Остановились:</b> {ours(because, _REASON)}\n{_what(what_where)}\n"
        f"{counted}{later}. Не хотите ждать? Остановите, остальным ответите вручную"
    )
    return Message(html=html, rows=button.rows((_all("Остановить ответы", AllDo.STOP, incident_id),)))


def _all(label: str, do: AllDo, incident_id: IncidentId, *, primary: bool = False) -> Button:
    return Button(label=label, data=AllButton(do=do, incident=incident_id).pack(), primary=primary)


def _what(what_where: str) -> str:
    return escape(capital(name(what_where, _WHAT)))


def _by_hand(answer_id: AnswerId, text: str) -> tuple[button.Row, ...]:
    return button.rows(button.copies(text), (answer_button(AnswerDo.BY_HAND, "Опубликовано", answer_id, primary=True),))
