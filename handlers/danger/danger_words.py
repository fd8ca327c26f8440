"""A danger in words: card lines, menus, messages (docs/voice.md, C2, H1)."""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.danger.buttons import Hurt, Sure
from handlers.kit import button
from handlers.kit.button import choice, for_head, goes_back, rows
from handlers.kit.buttons import Menu, Press
from handlers.kit.card_values import DangerView, MarkView
from handlers.kit.labels import subject
from handlers.kit.text import capital, escape, name, on_day, stamp, weekday_moment
from handlers.kit.undo_button import undo_button
from incidents.acts.undo import Undo
from incidents.danger.phones import FILE, Phone
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.official import Official
from incidents.reading import DangerGrade

_WHO = 60
_OWN = 10  # digits of a number without its country
_PEOPLE = 4
_ASK_FOR_IT = "спросите у координатора (его вписывают в /people)"
_ASK_FOR_THEM = "спросите у координатора (их вписывают в /people)"
_WRITE_IT = "впишите его: /people, сотрудник, «Телефон…»"
_WRITE_THEM = "впишите их: /people, сотрудник, «Телефон…»"


def said(danger: DangerView, now: datetime, timezone: tzinfo) -> str:
    """Who knows and works, who confirmed or found nothing, since when it is safe."""
    lines = []
    if danger.known is not None:
        what = "Есть ответ по телефону" if danger.known.by_voice else "Ответили «знаем, работаем»"
        lines.append(f"{what}{_when(danger.known, now, timezone)}: <b>{_who(danger.known)}</b>")
    if danger.confirmed is not None:
        hurt = "<b>есть пострадавшие</b>" if danger.confirmed.hurt else "пострадавших нет"
        hurt = "<b>посёлок отрезан</b>" if danger.confirmed.cut_off else hurt
        lines.append(f"Подтвердили{_when(danger.confirmed, now, timezone)}: {_who(danger.confirmed)}, {hurt}")
    if danger.safe is not None:
        lines.append(f"Безопасно{_when(danger.safe, now, timezone)}: {_who(danger.safe)}")
    if danger.denied is not None:
        lines.append(f"Опасность не подтвердилась{_when(danger.denied, now, timezone)}: {_who(danger.denied)}")
    return "\n".join(lines)


def _when(mark: MarkView, now: datetime, timezone: tzinfo) -> str:
    return f" {on_day(mark.at, timezone, now)}"


_ANSWERED = {DangerGrade.NOW: "опасно, зовём всех", DangerGrade.RISK: "есть риск", None: "не опасно"}


def answered(*, number: int, what_where: str, grade: DangerGrade | None, undo: Undo | None, tz: tzinfo, now: datetime) -> Message:
    """In place of the question «Опасно?», for one who has no card. `undo`: theirs, while it may be taken back."""
    lines = [f"<b>Записали: {_ANSWERED[grade]}</b>", subject(what_where, number)]
    if undo is None or undo.until <= now:
        return Message(html="\n".join(lines))
    lines.append(f"Передумали? Вернуть можно до {stamp(undo.until, tz, now)}, спросим ещё раз")
    return Message(html="\n".join(lines), rows=rows((undo_button(undo, undo.incident_id),)))


def _who(mark: MarkView) -> str:
    return escape(name(mark.who, _WHO))


def menu_confirm(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """«Подтвердилось»."""
    when = "Глава узнает сразу; ночью только когда есть пострадавшие или посёлок отрезан"
    html = f"<b>Есть пострадавшие?</b>\n{subject(what_where, number)}\n{when}"
    first = (choice(Menu.CONFIRM, "Есть пострадавшие", incident_id, Hurt.SOMEBODY),)
    second = (
        choice(Menu.CONFIRM, "Пострадавших нет", incident_id, Hurt.NOBODY),
        choice(Menu.CONFIRM, "Посёлок отрезан", incident_id, Hurt.CUT_OFF),
    )
    return Message(html=html, rows=rows(first, second, (goes_back(Menu.CONFIRM, incident_id),)))


def menu_calm(*, incident_id: IncidentId, number: int, what_where: str, answer_by: datetime, tz: tzinfo, now: datetime) -> Message:
    """«Не опасно», «Не подтвердилось»."""
    html = (
        f"<b>Снять отметку «опасно»?</b>\n{subject(what_where, number)}\n"
        f"Дежурных больше не позовём, срок станет обычным: до {weekday_moment(answer_by, tz, now)}"
    )
    return Message(html=html, rows=rows((choice(Menu.CALM, "Да, не опасно", incident_id, Sure.YES), goes_back(Menu.CALM, incident_id))))


def menu_call(
    *, incident: Incident, number: int, what_where: str, phones: Sequence[Phone], people: Sequence[Official] = (), keeps: bool = False
) -> Message:
    """«Позвонить»: whoever holds it, numbers of the matter, then those for every matter. `keeps`: the reader writes the numbers down."""
    back = goes_back(Menu.CALL, incident.id)
    theirs = _people(incident, people, keeps=keeps)
    if not phones and not theirs:
        html = (
            f"<b>Номеров пока нет.</b> Их пишут в {FILE} в папке округа: отдел, кому, телефон. "
            f"Опасно прямо сейчас? 112\n{subject(what_where, number)}"
        )
        return Message(html=html, rows=rows((back,)))
    own = [phone for phone in phones if phone.department_id is not None and phone.department_id == incident.department_id]
    shared = [phone for phone in phones if phone.department_id is None]
    lines = ["<b>Кому позвонить</b>", subject(what_where, number), "", *theirs]
    lines += [_number_line(phone.title, phone.number) for phone in (*own, *shared)]
    reached = (button.card(Press.REACHED, "Есть ответ", incident.id),) if incident.danger_grade is not None else ()
    return Message(html="\n".join(lines), rows=rows((*reached, back)))


def to_call(incident: Incident, phones: Sequence[Phone]) -> tuple[str, ...]:
    """The first number of the matter and the first for every matter, plain text."""
    own = [phone for phone in phones if phone.department_id is not None and phone.department_id == incident.department_id]
    shared = [phone for phone in phones if phone.department_id is None]
    return tuple(f"{capital(name(each.title, _WHO))}: {to_tap(each.number)}" for each in (*own[:1], *shared[:1]))


def to_tap(number: str) -> str:
    """A number that telephones call when it is tapped: they know it by «+» and the country; 112 and its like stay as they are."""
    digits = re.sub(r"\D", "", number)
    own = digits[-_OWN:]
    if (len(digits) == _OWN or (len(digits) == _OWN + 1 and digits[0] in "78")) and not re.search("доб|#", number):
        return f"+7 {own[:3]} {own[3:6]}-{own[6:8]}-{own[8:]}"
    return number[:40]


def _number_line(title: str, number: str) -> str:
    return f"{escape(capital(name(title, _WHO)))}: {escape(to_tap(number))}"


def _people(incident: Incident, people: Sequence[Official], *, keeps: bool) -> list[str]:
    """Work phones of those who have it; where the holder's is not known, whom to ask for it."""
    lines = [_number_line(each.title, each.phone) for each in people if each.phone][:_PEOPLE]
    holder = next((each for each in people if each.id == incident.holder_id), None)
    if holder is not None and not holder.phone:
        lines.append(f"{escape(capital(name(holder.title, _WHO)))}: телефона в боте нет, {_WRITE_IT if keeps else _ASK_FOR_IT}")
    elif people and not lines:
        lines.append(f"Телефонов отдела в боте нет, {_WRITE_THEM if keeps else _ASK_FOR_THEM}")
    return lines


def confirmed(*, incident: Incident, what_where: str, hurt: bool, lines: Sequence[str], cut_off: bool = False) -> Message:
    """H1, to the head. `lines` are ready HTML: what is done already."""
    first = "<b>Есть пострадавшие.</b>" if hurt else "<b>Посёлок отрезан.</b>" if cut_off else "Пострадавших нет."
    done = " ".join((first, *lines))
    html = (
        f"⚠️ <b>Для сведения:</b> {escape(name(what_where, 100))}\n{done}\n"
        "Ваше решение не требуется. Напишем, когда закончат или если что-то пойдёт не так"
    )
    return Message(html=html, rows=for_head(incident.id))


def over(*, incident: Incident, what_where: str, line: str) -> Message:
    """To the head: it is over, or it was none."""
    html = f"<b>Опасности больше нет:</b> {escape(name(what_where, 100))}\n{line}"
    return Message(html=html, rows=for_head(incident.id))
