"""Links for newcomers: the link, open ones, who came by which.

Also the question to an official who opened one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.kit import button
from handlers.kit.pages import Page
from handlers.kit.russian_time import stamp
from handlers.kit.text import capital, escape, name
from handlers.people.buttons import LinkButton, LinkDo, PeopleDo, people_button
from incidents.ids import InvitationId
from incidents.messenger import Button, Message
from incidents.official import Invitation, Official

PAGE_SIZE = 6
FROM_SERVER = "команда otklik invite на сервере"
_NAME, _TITLE = 60, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """An invitation with what it is for («исполнитель, отдел ЖКХ») and who made it (None: a command on the server)."""

    invitation: Invitation
    title: str
    maker: Official | None


def invitation(*, id: InvitationId, title: str, code: str, bot_name: str | None) -> Message:
    """A link for one person. Shown once: nobody, not even we, can show it again."""
    head = f"<b>Ссылка для одного человека, на сутки:</b> {escape(title)}"
    cancel = (people_button(PeopleDo.CANCEL_LINK, "Отменить ссылку", 0, id),)
    if bot_name is None:
        html = f"{head}\nИмя бота пока не узнали. Пусть человек откроет бота сам и пошлёт ему: <code>/start {code}</code>"
        return Message(html=html, rows=button.rows(button.copies(f"/start {code}"), cancel))
    link = f"https://t.me/{bot_name}?start={code}"
    html = f"{head}\n{link}\nПерешлите её. Открыть и нажать «Начать» можно один раз. Ещё раз мы её не покажем, потеряли: пригласите снова"
    return Message(html=html, rows=button.rows(button.copies(link), cancel))


def open_links(*, links: Sequence[LinkView], page: int, tz: tzinfo, now: datetime) -> Message:
    """«Ссылки»: what each is for, who made it when, until when it opens. A number cancels it."""
    back_to_people = (people_button(PeopleDo.LIST, "Назад"),)
    if not links:
        html = "<b>Открытых ссылок нет.</b> Новую сделает «Пригласить» в списке сотрудников"
        return Message(html=html, rows=button.rows(back_to_people))
    shown = Page.of(links, page, PAGE_SIZE)
    lines = [f"<b>Открытых ссылок: {len(links)}</b>{shown.which}"]
    lines += [f"{n}. {_line(each, tz, now)}" for n, each in shown.numbered]
    lines.append("По каждой войдёт один человек. Не нужна или ушла не туда? Отмените")
    buttons = [people_button(PeopleDo.CANCEL_LINK, f"Отменить {n}", 0, each.invitation.id) for n, each in shown.numbered]
    turn = shown.beside(lambda label, number: people_button(PeopleDo.LINKS, label, 0, number), "Новее", "Раньше")
    return Message(html="\n".join(lines), rows=button.rows(*button.pairs(buttons), turn, back_to_people))


def _line(each: LinkView, tz: tzinfo, now: datetime) -> str:
    made = each.invitation
    when = f"{stamp(made.created_at, tz, now)}, до {stamp(made.expires_at, tz, now)}"
    return f"<b>{escape(capital(name(each.title, _TITLE)))}</b>\nКто и когда: {_maker(each)}, {when}"


def _maker(each: LinkView) -> str:
    return escape(_named(each.maker)) if each.maker is not None else FROM_SERVER


def _named(official: Official) -> str:
    """«Иванова Анна, исполнитель, отдел ЖКХ»: plain text, for coordinators' eyes."""
    title = name(official.title, _TITLE)
    return ", ".join(filter(None, (name(official.name, _NAME), title))) if official.name else capital(title)


def ask_to_move(*, official: Official, link: LinkView) -> Message:
    """The question to an official who opened a link for another role."""
    html = (
        f"<b>Вы уже {escape(name(official.title, _TITLE))}.</b> Ссылка для роли: {escape(name(link.title, _TITLE))}. Перейти туда?\n"
        "Взятое, с чем новая роль не работает, вернётся в отдел. Останетесь: ссылка не потратится, её можно переслать"
    )
    buttons = (_crossing(LinkDo.MOVE, "Перейти", link), _crossing(LinkDo.STAY, "Остаться", link))
    return Message(html=html, rows=button.rows(buttons))


def _crossing(do: LinkDo, label: str, link: LinkView) -> Button:
    return Button(label=label, data=LinkButton(do=do, invitation=link.invitation.id).pack())


def joined(*, official: Official, link: LinkView, tz: tzinfo, now: datetime) -> Message:
    """To the coordinators: somebody new works here."""
    return _told("Подключён новый сотрудник", official, link, tz, now)


def moved(*, official: Official, link: LinkView, tz: tzinfo, now: datetime) -> Message:
    """To the coordinators: an official changed their role by a link."""
    return _told("Новая роль по ссылке", official, link, tz, now)


def _told(head: str, official: Official, link: LinkView, tz: tzinfo, now: datetime) -> Message:
    lines = [
        f"<b>{head}:</b> {escape(_named(official))}",
        f"Ссылка от {stamp(link.invitation.created_at, tz, now)}, кто её сделал: {_maker(link)}",
        "Не ждали этого человека? Закройте доступ, кнопки у него перестанут работать сразу",
    ]
    close = people_button(PeopleDo.BLOCK, "Закрыть доступ", official.id)
    return Message(html="\n".join(lines), rows=button.rows((people_button(PeopleDo.SHOW, "Карточка", official.id), close)))
