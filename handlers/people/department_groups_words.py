"""Department groups: /connect, missing rights, the digest (R10)."""

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo

from handlers.kit.button import pairs, rows
from handlers.kit.choices import PageTurn
from handlers.kit.pages import Page
from handlers.kit.text import capital, clock, count, escape, name, weekday_moment
from handlers.people.buttons import GroupButton
from handlers.people.people_words import short
from incidents.messenger import Button, Message
from incidents.official import Department
from incidents.people.department_groups import Digest, Lack

PAGE_SIZE = 6
_LISTED = 5
_WITH = ("", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти")
LACKS = {
    Lack.GONE: "бота нет в группе: добавьте его снова и пришлите там /connect",
    Lack.POST: "боту нельзя писать: в настройках группы разрешите участникам отправлять сообщения и пришлите там /connect",
    Lack.TOPICS: "если тему закроют, бот не сможет в неё писать: дайте ему право управлять темами. Тогда Telegram станет "
    "присылать ему весь разговор группы",
}
"""What is wrong and how to mend it."""

KEEPS = "Бот неделю хранит команды, ответы на свои карточки и нажатия, остальное не записывает"
"""What the bot keeps of a group (bot/storage/delivery/group_talk.py)."""


def choose(*, departments: Sequence[Department], page: int, in_topic: bool) -> Message:
    """«/connect»: which department."""
    if not departments:
        return Message(html="<b>Отделы ещё не заведены.</b> Пришлите боту в личный чат таблицу отделов")
    shown = Page.of(departments, page, PAGE_SIZE)
    where = "в эту тему" if in_topic else "в эту группу"
    lines = [f"<b>Карточки какого отдела слать {where}?</b> Выбирает координатор"]
    lines += [
        f"{n}. {escape(capital(name(each.title, 60)))}" + (" (уже есть группа)" if each.chat_id else "") for n, each in shown.numbered
    ]
    lines.append("Карточки со словами жителей прочтут все, кто есть в группе")
    if not in_topic:
        lines.append("В группе с темами пришлите /connect в нужной теме")
    buttons = [_button(f"{n}. {short(each.title)}", each.id) for n, each in shown.numbered]
    more = shown.around(lambda label, number: _button(label, PageTurn(number).code))
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), (_button("Не нужно", ""), *more)))


def connected(*, title: str) -> Message:
    """The menu after the choice."""
    html = (
        f"<b>Группа подключена:</b> {escape(name(title, 80))}\n"
        "Карточки отдела видны и здесь всем участникам группы, принять может любой из отдела\n"
        f"Заметки и историю покажем только в личном чате. Разговор под карточкой жителю не уходит. {KEEPS}. Отключить: /disconnect"
    )
    return Message(html=html)


def left_alone() -> Message:
    """«Не нужно»."""
    return Message(html="<b>Не подключили.</b> Понадобится: /connect")


def disconnected(*, titles: Sequence[str]) -> Message:
    """/disconnect."""
    named = ", ".join(escape(name(title, 60)) for title in titles)
    return Message(html=f"<b>Группа отключена:</b> {named}\nНовые карточки сюда не придут, старые больше не меняются. Вернуть: /connect")


def gone(*, title: str) -> Message:
    """To coordinators: the bot was taken out of the group."""
    who = escape(name(title, 80))
    html = (
        f"<b>Бота убрали из группы:</b> {who}\nКарточки приходят сотрудникам отдела лично. Вернуть: добавьте бота и пришлите там /connect"
    )
    return Message(html=html)


def checked(*, title: str, lacks: Collection[Lack], hears_all: bool, is_public: bool, members: int) -> Message:
    """To coordinators: whether all rights are there, what the bot hears, and who reads the cards."""
    who = escape(name(title, 80))
    headline = f"<b>В группе не всё в порядке:</b> {who}" if lacks or is_public else f"<b>Группа готова:</b> {who}"
    lines = [headline, *(capital(LACKS[lack]) for lack in Lack if lack in lacks)]
    if Lack.GONE in lacks:
        return Message(html="\n".join(lines))
    if is_public:
        lines.append("Группа открытая: слова жителей прочтёт кто угодно. Уберите у группы публичную ссылку или отключите её: /disconnect")
    if members:
        readers = count(members, "участник", "участника", "участников")
        lines.append(f"Карточки видят все, кто в группе: {readers}, считая бота. Посторонних там быть не должно")
    lines.append(_heard(hears_all))
    return Message(html="\n".join(lines))


def _heard(hears_all: bool) -> str:
    if hears_all:
        return f"Telegram присылает боту весь разговор этой группы: так бывает, когда бот администратор. {KEEPS}"
    return f"Telegram присылает боту команды и ответы на его карточки, остальной разговор ему не виден. {KEEPS}"


def digest(*, title: str, digest: Digest, tz: tzinfo, now: datetime) -> Message:
    """R10: how the department stands, without names."""
    due = len(digest.due_today)
    today = f", срок сегодня у {_WITH[due] if due < len(_WITH) else due}" if due else ""
    parts = [" · ".join(_due(number=each.number, by=each.due_by, tz=tz, now=now) for each in digest.due_today[:_LISTED] if each.due_by)]
    if digest.nobodys:
        more = f" и ещё {len(digest.nobodys) - _LISTED}" if len(digest.nobodys) > _LISTED else ""
        parts.append("Никем не взято: " + ", ".join(f"№ {each.number}" for each in digest.nobodys[:_LISTED]) + more)
    lines = [f"<b>{escape(capital(name(title, 60)))}: в работе {digest.in_work or 'ничего'}{today}</b>"]
    lines += [". ".join(part for part in parts if part)] if any(parts) else []
    lines.append("Подробности в личных сообщениях у тех, кто взял")
    return Message(html="\n".join(lines))


def _due(*, number: int, by: datetime, tz: tzinfo, now: datetime) -> str:
    if by >= now:
        return f"№ {number} до {clock(by, tz)}"
    return f"№ {number}, срок вышел {weekday_moment(by, tz, now)}"


def _button(label: str, choice: str) -> Button:
    return Button(label=label, data=GroupButton(choice=choice).pack())
