"""Messages about the bot: enrolment, strangers, sources, deliveries, talk in groups.

docs/voice.md, «Small texts».
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.kit import button
from handlers.kit.text import count, escape, name, ours, quoted, stamp
from incidents.messenger import Message
from incidents.official import IN_DEPARTMENT, ROLE_TITLES, Role

MOST_NAMED = 8  # sources of one message

_ROLE_LINES = {
    Role.EXECUTOR: (
        "Сюда придут только сообщения вашего отдела, в рабочее время. Ночью только то, что угрожает людям, и только дежурному\n"
        "Три кнопки на каждый день: «Принять», «Не наше», «Ответить». Ошиблись? Почти всё можно вернуть"
    ),
    Role.CHIEF: (
        "Сюда придут сообщения вашего отдела и просьбы помочь, когда срок вышел. Ночью только то, что угрожает людям\n"
        "Кнопки те же, что у сотрудников отдела: «Принять», «Не наше», «Ответить»"
    ),
    Role.COORDINATOR: (
        "Сюда придёт всё, что бот не смог разложить сам: неясное место, неясная тема, возвраты из отделов\n"
        "Каждый день: «В отдел…», «Не обращение», «Ответить». Всё можно вернуть в работу"
    ),
    Role.APPROVER: (
        "Сюда придут ответы отделов, если округ решил их согласовывать: по одному сообщению на ответ, в рабочее время\n"
        "Каждый день: «Опубликовать», «Поправить», «Вернуть…». Изменили дату или число? Сначала подтвердит отдел"
    ),
    Role.DUTY: "Сюда придёт только то, что угрожает людям, в любой час. Взяли? Нажмите «Принято, выезжаем»",
    Role.HEAD: "Утром одно сообщение: что пришло, на что ответили, что не успели. От вашего имени бот ничего не публикует",
    Role.OBSERVER: "Можно читать карточки, которые вам пришлют. Менять ничего не нужно",
}


def welcome(*, role: Role, department_title: str | None = None) -> Message:
    """The link worked."""
    who = ROLE_TITLES[role]
    if role in IN_DEPARTMENT and department_title:
        who = f"{who}, {name(department_title, 80)}" if role is Role.EXECUTOR else f"руководитель, {name(department_title, 80)}"
    return Message(
        html=f"<b>Здравствуйте! Вы подключены:</b> {escape(who)}\n{_ROLE_LINES[role]}\nЧто ждёт вас сейчас: /my. Подсказка: /help"
    )


def asked_enough() -> Message:
    """«отмена» instead of an answer to our question."""
    return Message(html="<b>Отменили.</b> Ничего не изменилось. Что ждёт вас сейчас: /my")


def restored(*, taken_at: datetime, erased: int | None = 0, tz: tzinfo, now: datetime) -> Message:
    """The database was put back from a copy: what is lost, what the coordinator has to do."""
    html = (
        f"<b>База восстановлена из копии: {stamp(taken_at, tz, now)}</b>\n"
        "Что записано позже, пропало: нажатия, ответы, подключения. Посты с тех пор бот прочтёт заново и пришлёт новые карточки. "
        "Кнопки на карточках, что пришли после копии, не действуют\n"
        "Ответ жителю второй раз сам не выйдет: сначала бот посмотрит, нет ли под постом такого же. "
        "Пишете новый ответ? Откройте пост: мы могли ответить раньше\n"
        "Проверьте /people: подключите и отключите снова, кого меняли после копии. Открытые ссылки закрыты, сделайте новые. "
        "Номера новых карточек идут с запасом, чтобы не повторить прежние"
        f"{_erased_again(erased)}"
    )
    return Message(html=html)


def _erased_again(erased: int | None) -> str:
    if erased is None:
        return (
            "\n<b>Кого стирали после копии, бот не знает:</b> прежней базы нет или она не читается. "
            "Найдите в чате акты позже этого времени и повторите /erase"
        )
    return f"\nЧто стёрли после копии, вернулось и стёрто снова: постов {erased}" if erased else ""


def stranger() -> Message:
    """To a resident who writes to the bot: no appeal is taken here, so name the right door. Plain words, no tags."""
    html = (
        "Здравствуйте! Это рабочий бот администрации, сообщения жителей он не принимает. Вопрос можно задать в сообществе "
        "администрации ВКонтакте или через Госуслуги, «Решаем вместе». Опасно прямо сейчас? 112."
    )
    return Message(html=html)


def group_reply_not_published() -> Message:
    """A colleague replied under a card in a group."""
    html = "<b>Это рабочий разговор, жителю он не уйдёт.</b> Ответить жителю? Нажмите «Ответить» на карточке, продолжим в личном чате"
    return Message(html=html)


def not_understood() -> Message:
    """An official wrote something that no dialogue waits for."""
    return Message(html="<b>Это сообщение никуда не ушло.</b> Ответить жителю? Нажмите «Ответить» на карточке. Что ждёт вас сейчас: /my")


def nothing_to_cancel() -> Message:
    """«отмена» where nothing was asked: a menu has a button for it."""
    return Message(html="<b>Отменять сейчас нечего.</b> Меню закрывает его кнопка «Назад». Что ждёт вас сейчас: /my")


def chat_dead(*, who: str) -> Message:
    """A chat takes nothing any more; `who` is an official's or a department's title."""
    html = (
        f"<b>Не доходит до адресата:</b> {escape(name(who, 100))}\n"
        "Бот заблокирован или убран из чата, карточки туда не уходят. Позвоните и попросите открыть чат с ботом и нажать «Начать»"
    )
    return Message(html=html)


def dead_letter(*, number: int) -> Message:
    """Updates that failed five times."""
    html = (
        f"<b>Не разобрали {count(number, 'действие', 'действия', 'действий')}</b> в чате с ботом, хотя пробовали пять раз\n"
        "Ничего не пропало, запись сохранена. Нажимали кнопку, а карточка не изменилась? Нажмите снова. "
        "Повторяется? Позовите того, кто обслуживает бота"
    )
    return Message(html=html)


def post_unread(*, url: str) -> Message:
    """A post that the reader could not take in: nobody has decided about it."""
    html = (
        "<b>Не смогли прочитать пост,</b> хотя пробовали пять раз\n"
        "Он не пропал, но решить про него может только человек. Откройте и посмотрите"
    )
    return Message(html=html, rows=button.rows(button.opens("Открыть пост", url)))


def sources_broken(*, titles: Sequence[str], because: str) -> Message:
    """Several sources of a network that are silent for one reason: the key that reads them is refused."""
    named = "; ".join(quoted(title, 60) for title in titles[:MOST_NAMED])
    rest = f" и ещё {len(titles) - MOST_NAMED}" if len(titles) > MOST_NAMED else ""
    html = (
        f"<b>Молчат {count(len(titles), 'источник', 'источника', 'источников')}:</b> {named}{rest}\n"
        f"Причина у всех одна: {ours(because, 300) or 'не назвали'}\nПробуем дальше сами. Новые посты оттуда пока не видим"
    )
    return Message(html=html)


def source_broken(*, title: str, because: str) -> Message:
    """One line when a source breaks."""
    html = (
        f"<b>Источник молчит:</b> {quoted(title, 80)}\nПричина: {ours(because, 300) or 'не назвали'}\n"
        "Пробуем дальше сами. Новые посты оттуда пока не видим, остальные источники работают"
    )
    return Message(html=html)


def source_back(*, title: str) -> Message:
    """One line when it recovers."""
    return Message(html=f"<b>Источник снова отвечает:</b> {quoted(title, 80)}\nЧто накопилось, прочитаем сейчас")
