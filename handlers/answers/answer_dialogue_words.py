"""The dialogue of an answer: ask, preview, hold, outcomes.

An official's own words are shown as they are, never masked.
"""

from datetime import datetime, timedelta, tzinfo

from handlers.answers.buttons import AnswerDo, answer_button
from handlers.answers.facts_words import fact_rows
from handlers.kit import button
from handlers.kit.buttons import Menu, Press
from handlers.kit.choices import PageTurn
from handlers.kit.labels import CANCEL, ONE_READER, OUT, SEEN, UNDER, WHERE
from handlers.kit.text import capital, clock, count, cut, escape, name, on_day, plain, stamp, weekday_moment
from incidents.answers.answer_photos import Unfit
from incidents.answers.values import HOLD, Answer, AnswerKind
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Incident, Status
from incidents.messenger import Message
from incidents.posts import Network

TEXT_SHOWN = 3500
"""Of an answer in one of our messages: 4096 and room for the words around it."""

_WHAT = 100


def ask_answer(
    *, what_where: str, incident: Incident, limit: int, tz: tzinfo, now: datetime, kind: AnswerKind = AnswerKind.FINAL, final_days: int = 7
) -> Message:
    """Ask for the words of an answer, with what a good one holds. `final_days`: what an interim answer leaves for the final one."""
    is_interim = kind is AnswerKind.INTERIM
    wish = "учтём ли и к какому месяцу, а если нет, то почему, кто отвечает"
    said = wish if incident.is_suggestion else "что делаем, когда, кто отвечает"
    good = "что делаем сейчас и какого числа напишем снова" if is_interim else said
    lines = [
        f"<b>Напишите {'промежуточный ответ' if is_interim else 'ответ жителю'} одним сообщением:</b> {about_line(what_where)}",
        f"Хороший ответ: {good}. Хватит двух-трёх предложений, начните с «Здравствуйте!»",
        f"Телефоны и квартиры жителей не называйте. Поместится {count(limit, 'знак', 'знака', 'знаков')}",
    ]
    if incident.status is Status.ANSWERED:
        lines.insert(1, "Ответ под постом уже есть: ваш текст выйдет вторым, как дополнение")
    if is_interim and not incident.awaits_final and incident.status is not Status.ANSWERED:
        lines.insert(1, f"На окончательный будет ещё {count(final_days, 'день', 'дня', 'дней')}")
    if incident.awaits_final and incident.answer_by:
        lines.append(f"Окончательный ответ до <b>{weekday_moment(incident.answer_by, tz, now)}</b>")
    elif incident.due_by and not incident.answered_at:
        lines.append(f"Ответить до <b>{weekday_moment(incident.due_by, tz, now)}</b>")
    lines.append(f"Сначала покажем, как выйдет. {CANCEL}")
    lines.append("Писать не обязательно: нажмите, что по факту, и ответ напишем сами")
    template = button.choice(Menu.TEMPLATE, "Шаблон", incident.id, PageTurn(0))
    return Message(html="\n".join(lines), rows=button.rows(*fact_rows(incident.id, template, is_suggestion=incident.is_suggestion)))


def hold(*, answer_id: AnswerId, text: str, publish_at: datetime, tz: tzinfo) -> Message:
    """Sent by the official, waiting for a change of mind."""
    html = (
        f"<b>Опубликуем через {_seconds(HOLD)},</b> в {clock(publish_at, tz)}. Потом исправить можно только поправкой\n"
        f"<blockquote>{own_words(text)}</blockquote>"
    )
    return Message(html=html, rows=button.rows((answer_button(AnswerDo.RECALL, "Отменить отправку", answer_id),)))


def stopped_by_edit(*, what_where: str, unfit: str = "") -> Message:
    """The official changed the message while its text was held. `unfit`: why the new text was not taken."""
    if unfit:
        return Message(html=f"<b>Отправку остановили, новый текст не подходит:</b> {about_line(what_where)}\n{escape(unfit)}. Ниже прежний")
    return Message(html=f"<b>Отправку остановили, вы изменили текст:</b> {about_line(what_where)}\nНовый текст ниже, проверьте и отправьте")


def edit_again(*, what_where: str) -> Message:
    """«Поправить»: the text is asked once more."""
    html = f"<b>Пришлите исправленный текст целиком:</b> {about_line(what_where)}\nПрежний остался выше, его можно скопировать. {CANCEL}"
    return Message(html=html)


def ask_wrong_words(*, what_where: str, text: str) -> Message:
    """«Поправка»: which words of the published answer are wrong."""
    html = (
        f"<b>Какие слова в ответе неверны?</b> {capital(about_line(what_where))}\n<blockquote>{own_words(text)}</blockquote>\n"
        f"Скопируйте их отсюда и пришлите. Сам ответ исправить нельзя, под постом выйдет поправка. {CANCEL}"
    )
    return Message(html=html)


def ask_right_words(*, what_where: str) -> Message:
    """«Поправка»: how it is right."""
    return Message(
        html=f"<b>А как верно?</b> {capital(about_line(what_where))}\nПришлите только верные слова, «Поправляем себя» допишем сами"
    )


def scheduled(*, answer: Answer, what_where: str, tz: tzinfo, now: datetime) -> Message:
    """Approved for a set moment."""
    html = f"<b>Выйдет {on_day(answer.publish_at or now, tz, now)}:</b> {escape(what_where)}\nВремя назначили при согласовании"
    return Message(html=html, rows=button.rows((answer_button(AnswerDo.RECALL, "Отменить отправку", answer.id),)))


def dropped(*, incident_id: IncidentId | None = None) -> Message:
    """«Отменить» in the preview, or the word of cancelling."""
    return Message(html="<b>Не отправили.</b> Жителю ничего не ушло, карточка ждёт", rows=_again(incident_id))


def text_wanted() -> Message:
    """A sticker, a voice or a photo instead of words."""
    return Message(html=f"<b>Нужны слова.</b> Напишите текстом, одним сообщением. {CANCEL}")


def answer_wanted() -> Message:
    """The same in the dialogue of an answer, which takes photos too."""
    html = f"<b>Нужны слова.</b> Напишите ответ текстом, одним сообщением: голос и стикеры под пост не попадут. {CANCEL}"
    return Message(html=html)


def answer_photo(*, answer_id: AnswerId, what_where: str) -> Message:
    """The last question of the facts: a photo, or none."""
    html = (
        f"<b>Есть фото?</b> {capital(about_line(what_where))}\n"
        "Пришлите одно или несколько, выйдут вместе с ответом. Место съёмки и данные телефона уберём. "
        "Если нет под рукой, нажмите «Без фото»"
    )
    return Message(html=html, rows=button.rows((answer_button(AnswerDo.NO_PHOTO, "Без фото", answer_id),)))


def photo_after_text() -> Message:
    """A photo without a word, and there is no text yet."""
    return Message(
        html="<b>Сначала текст.</b> Напишите ответ, потом пришлите фото ещё раз. Можно сразу: фото с подписью, она станет ответом"
    )


_UNFIT = {
    Unfit.NO_PICTURE: "<b>Файл не открылся как фото.</b> {what}\nПришлите другое, проще всего отправить как фото, а не файлом",
    Unfit.TOO_LARGE: "<b>Фото слишком большое.</b> {what}\nОтправьте его как фото, а не файлом: Telegram сам уменьшит",
    Unfit.NOT_FETCHED: "<b>Фото из Telegram не загрузилось.</b> {what}\nПришлите его ещё раз",
}


def photo_unfit(*, what_where: str, why: Unfit) -> Message:
    """A photo was left out; the text stays."""
    return Message(html=f"{_UNFIT[why].format(what=capital(about_line(what_where)))}. Текст ответа на месте")


def without_photos(*, what_where: str, url: str | None) -> Message:
    """The text is out, the network did not take its photos."""
    html = f"<b>Фото ВКонтакте не приняла, ответ вышел без них:</b> {about_line(what_where)}\nМожно добавить их вручную"
    return Message(html=html, rows=button.rows(button.opens("Открыть ответ", url)))


def not_visible(
    *, what_where: str, at: datetime, post_url: str | None, tz: tzinfo, now: datetime, network: Network = Network.VK
) -> Message:
    """Published, but the thread or the dialogue does not show it."""
    is_talk = network in ONE_READER
    why = "Сеть его приняла, а в переписке его нет" if is_talk else "Его мог скрыть владелец сообщества"
    place = "диалог" if is_talk else "пост"
    html = (
        f"<b>Ответа {WHERE.get(network, UNDER)} не видно:</b> {about_line(what_where)}\n"
        f"{why}. Время ответа засчитано: {stamp(at, tz, now)}. Откройте {place} и проверьте"
    )
    return Message(html=html, rows=button.rows(button.opens(f"Открыть {place}", post_url)))


def published(
    *, what_where: str, url: str | None, proved: bool = False, kind: AnswerKind = AnswerKind.FINAL, network: Network = Network.VK
) -> Message:
    """It stands under the post, or in the dialogue."""
    seen = f"\nПроверили: {'в диалоге есть' if network in ONE_READER else f'{SEEN[kind]} всем'}" if proved else ""
    sign = "" if OUT[kind].startswith("✅") else "✅ "
    title = f"{sign}{OUT[kind]}".replace("✅ ", "✅ <b>", 1)
    return Message(html=f"{title}:</b> {about_line(what_where)}{seen}", rows=button.rows(button.opens("Открыть ответ", url)))


def called_back(*, what_where: str, at: datetime, tz: tzinfo, now: datetime) -> Message:
    """To whoever called back and told what was said."""
    return Message(html=f"✅ <b>Записали, что перезвонили:</b> {about_line(what_where)}\nВремя ответа засчитано: {stamp(at, tz, now)}")


def about_line(what_where: str) -> str:
    """What and where, for a line of the dialogue."""
    return escape(name(what_where, _WHAT))


def own_words(text: str) -> str:
    """An official's text, as much of it as a message holds."""
    return escape(cut(plain(text).strip(), TEXT_SHOWN))


def _seconds(span: timedelta) -> str:
    return count(int(span.total_seconds()), "секунду", "секунды", "секунд")


def _again(incident_id: IncidentId | None) -> tuple[button.Row, ...]:
    return button.rows((button.card(Press.ANSWER, "Ответить", incident_id),)) if incident_id is not None else ()
