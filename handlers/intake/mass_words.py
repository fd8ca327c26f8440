"""A mass event: card line, alert (H2), cause, detaching a message."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.kit import button
from handlers.kit.buttons import Menu, Press
from handlers.kit.card_values import MassView, VoiceView
from handlers.kit.labels import BULK, CANCEL, subject
from handlers.kit.pages import Page, turns
from handlers.kit.place import place_text
from handlers.kit.text import capital, count, escape, name, on_day, ours, resident_quote, stamp
from handlers.region.region_words import PAGE
from incidents.ids import OfficialId
from incidents.incident import Incident
from incidents.intake.burst import Mass, usual_text
from incidents.messenger import Message
from incidents.official import Official, Role
from incidents.reading import Reading
from incidents.routing.topic_rules import family_of

_CAUSE = 200
_WORDS = 70


def mass_view(mass: Mass | None, readings: Sequence[Reading | None], officials: Mapping[OfficialId, Official]) -> MassView | None:
    """The mass event that an incident stands for; None: it stands for itself. `readings`: of its voices."""
    if mass is None or mass.is_apart:
        return None
    places = {(r.main.street_id or r.main.street, r.main.house) for r in readings if r is not None and r.main.street}
    by = officials.get(mass.cause_by) if mass.cause_by else None
    return MassView(mass=mass, addresses=len(places), cause_by=by.title if by else None)


def mass_line(found: MassView | None, messages: int, now: datetime, timezone: tzinfo) -> str:
    """«Массовое: 9 сообщений, 6 адресов», with the cause if an official typed it."""
    if found is None:
        return ""
    addresses = f", {count(found.addresses, 'адрес', 'адреса', 'адресов')}" if found.addresses > 1 else ""
    many = count(messages, "сообщение", "сообщения", "сообщений")
    line = f"<b>Массовое:</b> {many}{addresses}. Похожие добавляем сюда сами"
    return "\n".join(filter(None, (line, _cause(found, timezone, now))))


def _cause(found: MassView, tz: tzinfo, now: datetime) -> str:
    if not found.mass.cause or found.mass.cause_at is None:
        return ""
    who = f"{escape(name(found.cause_by, 60))}, " if found.cause_by else ""
    return f"Причина: {ours(found.mass.cause, _CAUSE)} ({who}{stamp(found.mass.cause_at, tz, now)})"


def alert(
    *,
    incident: Incident,
    found: MassView,
    topic_short: str,
    voices: int,
    department: str | None,
    viewer: Official,
    tz: tzinfo,
    now: datetime,
) -> Message:
    """H2: what, where, how many, what is known. The head is asked for nothing."""
    many = count(voices, "сообщение", "сообщения", "сообщений")
    lines = [f"<b>{_what(incident, topic_short)}: {many} за час, {usual_text(found.mass.usual)}</b>"]
    lines.append(_cause(found, tz, now) or "Причина пока не указана")
    if department:
        state = f", приняли {on_day(incident.accepted_at, tz, now)}" if incident.accepted_at else ", ещё не приняли"
        lines.append(f"У кого: {escape(name(department, 60))}{state}")
    if incident.answered_at:
        lines.append(f"Ответ вышел {on_day(incident.answered_at, tz, now)}")
    show = button.card(Press.SHOW, "Карточка", incident.id)
    if viewer.role is Role.HEAD:
        lines.append("Ваше слово не требуется. Спросят на камеру? Что сказать, по кнопке")
        return Message(html="\n".join(lines), rows=button.for_head(incident.id))
    lines.append(f"Все сообщения в одной карточке: № {incident.number}. Знаете причину? Укажите, глава тоже увидит")
    typed = button.card(Press.CAUSE, "Указать причину", incident.id)
    return Message(html="\n".join(lines), rows=button.rows((show, typed), (button.card(Press.SEVERAL, BULK, incident.id),)))


def cause_told(*, incident: Incident, found: MassView, topic_short: str, tz: tzinfo, now: datetime) -> Message:
    """The cause came after the alert."""
    html = f"<b>{_what(incident, topic_short)}:</b> известна причина\n{_cause(found, tz, now)}\n№ {incident.number}"
    return Message(html=html, rows=button.rows((button.card(Press.SHOW, "Карточка", incident.id),)))


def ask_cause(*, what_where: str, number: int) -> Message:
    """What is typed as the cause."""
    html = (
        f"<b>Какая причина?</b> {subject(what_where, number)}\n"
        "Одним предложением, как скажете жителям: порыв на ул. Гагарина, бригада на месте\n"
        f"{CANCEL}"
    )
    return Message(html=html)


def cause_kept() -> Message:
    """Said to who typed it."""
    return Message(html="<b>Записали.</b> Причина стоит на карточке, координатор и глава её увидят")


def menu_detach(*, incident: Incident, what_where: str, voices: Sequence[VoiceView], page: int) -> Message:
    """Which message gets a card of its own."""
    shown = Page.of(voices, page, PAGE)
    lines = ["<b>Какое сообщение про другое?</b>", subject(what_where, incident.number), ""]
    lines += [f"{n}. {resident_quote(each.post.post.whole, _WORDS, each.post.people)}" for n, each in shown.numbered]
    lines.append("Оно получит свою карточку и к массовому больше не вернётся")
    buttons = tuple(button.choice(Menu.DETACH, str(n), incident.id, each.voice.post_id) for n, each in shown.numbered)
    last = (button.goes_back(Menu.DETACH, incident.id), *shown.around(turns(Menu.DETACH, incident.id)))
    return Message(html="\n".join(lines), rows=button.rows(buttons[:3], buttons[3:], last))


def _what(incident: Incident, topic_short: str) -> str:
    """«Вода, Редкино»; of a topic without a family its own name."""
    what = family_of(incident.topic).title or name(topic_short, 24)
    return f"{escape(capital(what))}, {escape(name(place_text(incident.place), 40))}"
