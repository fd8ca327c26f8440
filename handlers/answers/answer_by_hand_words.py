"""What the bot could not publish: its author does it by hand.

An official's own words are shown as they are, never masked.
"""

from handlers.answers.answer_dialogue_words import TEXT_SHOWN, about_line, own_words
from handlers.answers.buttons import AnswerDo, answer_button
from handlers.kit import button
from handlers.kit.text import capital, ours
from incidents.answers.places import PUT_RIGHT_SINCE
from incidents.ids import AnswerId
from incidents.messenger import Message
from incidents.posts import Network
from incidents.sources.networks import NetworkWords

_HOW = "Скопируйте текст касанием, откройте пост, вставьте от имени страницы администрации и нажмите «Опубликовано»"
_LOOK = (
    "Откройте пост. Ответ под ним есть? Нажмите «Опубликовано». Нет? Скопируйте текст касанием, вставьте от имени страницы "
    "администрации и тоже нажмите «Опубликовано»"
)
_LOOK_BY_WAY = {
    Network.VK_MESSAGES: "Откройте диалог. Ответ там есть? Нажмите «Опубликовано». Нет? Скопируйте текст касанием, отправьте его от имени "
    "сообщества и тоже нажмите «Опубликовано»",
    Network.PRIVATE: "Чат жителя с ботом видит только житель. Знаете, как ещё с ним связаться? Передайте ответ и нажмите «Опубликовано»",
}
_WAS_IT = "Откройте пост. Такой ответ под ним есть? Нажмите «Уже отвечали». Нет? Нажмите «Отправить», ответ выйдет сам"
_WAS_IT_BY_WAY = {
    Network.VK_MESSAGES: "Откройте диалог. Такой ответ там есть? Нажмите «Уже отвечали». Нет? Нажмите «Отправить», ответ уйдёт сам",
    Network.PRIVATE: "Чат жителя с ботом видит только житель. Помните, что отвечали? Нажмите «Уже отвечали». Нет? Нажмите «Отправить»",
}
_PUT_RIGHT = "Под ответом стоит поправка: впишите верные слова в ответ, а её сотрите\n"


def refused(
    *, answer_id: AnswerId, what_where: str, reason: str, text: str, post_url: str | None, network: NetworkWords, photos: int = 0
) -> Message:
    """The network said no: copy, put it there by hand, confirm."""
    title = "Ответ не отправили" if reason == PUT_RIGHT_SINCE else network.refused
    html = (
        f"<b>{title}:</b> {ours(reason, 200) or 'причину не назвали'}\n{capital(about_line(what_where))}\n"
        f"{network.copying.how if network.copying else _HOW}{photos_too(photos)}\n{_PUT_RIGHT if reason == PUT_RIGHT_SINCE else ''}"
        f"<pre>{own_words(text)}</pre>{_rest(text)}"
    )
    return Message(html=html, rows=_by_hand(answer_id, text, post_url))


def unknown_outcome(
    *, answer_id: AnswerId, what_where: str, text: str, post_url: str | None, network: Network, silent: str, photos: int = 0
) -> Message:
    """Nobody can tell whether it stands there: look, then confirm or copy."""
    html = (
        f"<b>{silent}, вышел ли ответ, неизвестно:</b> {about_line(what_where)}\n"
        f"{_LOOK_BY_WAY.get(network, _LOOK)}{photos_too(photos)}\n<pre>{own_words(text)}</pre>{_rest(text)}"
    )
    return Message(html=html, rows=_by_hand(answer_id, text, post_url))


def forgotten(*, answer_id: AnswerId, what_where: str, text: str, post_url: str | None, network: Network, photos: int = 0) -> Message:
    """The database goes on from a copy, and nobody could look there: the official says whether it went out before."""
    html = (
        f"<b>База восстановлена из копии, вышел ли ответ, неизвестно:</b> {about_line(what_where)}\n"
        f"{_WAS_IT_BY_WAY.get(network, _WAS_IT)}{photos_too(photos)}\n<pre>{own_words(text)}</pre>{_rest(text)}"
    )
    again = answer_button(AnswerDo.ANYWAY, "Отправить", answer_id, primary=True)
    there = answer_button(AnswerDo.BY_HAND, "Уже отвечали", answer_id)
    return Message(html=html, rows=button.rows(button.opens("Открыть пост", post_url), (again, there)))


def photos_too(number: int) -> str:
    """« Фото приложите тоже», where there are some."""
    return f". Фото ({number}) приложите тоже, они в этом чате выше" if number else ""


def _rest(text: str) -> str:
    return "\nЗдесь начало, целиком текст в вашем сообщении выше" if len(text) > TEXT_SHOWN else ""


def _by_hand(answer_id: AnswerId, text: str, post_url: str | None) -> tuple[button.Row, ...]:
    first = (*button.copies(text), *button.opens("Открыть пост", post_url))
    return button.rows(first, (answer_button(AnswerDo.BY_HAND, "Опубликовано", answer_id, primary=True),))
