"""«Ответить всем» as its sender reads it."""

from handlers.answers.buttons import AllButton, AllDo
from handlers.kit import button
from handlers.kit.labels import BACK
from handlers.kit.text import capital, count, cut, escape, name, plain
from incidents.answers.everyone import EVERY, with_next_opening
from incidents.answers.values import HOLD
from incidents.ids import IncidentId
from incidents.messenger import Button, Message

_SHOWN = 3000


def preview(*, incident_id: IncidentId, what_where: str, text: str, left: int) -> Message:
    """What the others will read."""
    html = (
        f"<b>Ответить остальным: {left}</b>\n{escape(capital(name(what_where, 100)))}\n"
        f"<blockquote>{escape(cut(plain(with_next_opening(text, 0)), _SHOWN))}</blockquote>\n"
        f"Суть одна, начало у каждого своё. Первый выйдет через {in_seconds(HOLD.total_seconds())}, "
        f"остальные по одному каждые {in_seconds(EVERY.total_seconds())}"
    )
    send = Button(label=f"Отправить: {left}", data=AllButton(do=AllDo.SEND, incident=incident_id).pack(), primary=True)
    post = Button(label="Пост и ответы", data=AllButton(do=AllDo.POST, incident=incident_id).pack())
    back = Button(label=BACK, data=AllButton(do=AllDo.BACK, incident=incident_id).pack())
    return Message(html=html, rows=button.rows((send, post), (back,)))


def sent(*, incident_id: IncidentId, number: int) -> Message:
    """They are on their way."""
    html = f"<b>Отправляем {_answers(number)}</b> по одному. Что вышло, видно на карточке"
    stop = Button(label="Отменить отправку", data=AllButton(do=AllDo.STOP, incident=incident_id).pack())
    return Message(html=html, rows=button.rows((stop,)))


def stopped(*, number: int) -> Message:
    """What had not gone out stays here."""
    return Message(html=f"<b>Отменили {_answers(number)}.</b> Те, что вышли раньше, остались под постами")


def _answers(number: int) -> str:
    return count(number, "ответ", "ответа", "ответов")


def in_seconds(seconds: float) -> str:
    """«60 секунд»."""
    return count(int(seconds), "секунду", "секунды", "секунд")
