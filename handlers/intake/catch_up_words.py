"""The digest after an outage, and its lists (docs/voice.md, C13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.acts.lists.incident_lists_words import PAGE_SIZE, ListItem, paged
from handlers.kit import button
from handlers.kit.buttons import Listed, Press
from handlers.kit.pages import Page
from handlers.kit.place import trouble_title, what_where
from handlers.kit.text import capital, count, day, escape, stamp
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.intake.catch_up import Share
from incidents.messenger import Button, Message
from incidents.reading import DangerGrade

_NAMED = 3
_TITLES = {Share.DANGER: "Было опасно или под вопросом", Share.DECIDE: "Старше суток, решить вам", Share.ALL: "Найдено старше суток"}
_GONE = "Здесь уже пусто"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpView:
    """What the digest is made from. `shares`: each part in its order."""

    at: datetime
    shares: Mapping[Share, Sequence[ListItem]]
    sorted_out: int  # with departments
    timezone: tzinfo
    now: datetime


def digest(view: CatchUpView) -> Message:
    """Dangers first, then what is to be decided, then how many are with the departments."""
    everything, dangers, decide = (view.shares[each] for each in (Share.ALL, Share.DANGER, Share.DECIDE))
    lines = [f"<b>Нашли {count(len(everything), 'обращение', 'обращения', 'обращений')} старше суток</b>"]
    lines += _dangers(view, dangers)
    if everything:
        published = [each.incident.published_at for each in everything]
        first, last = (day(each, view.timezone) for each in (min(published), max(published)))
        written = f"Жители писали {first}" if first == last else f"Жители писали с {first} по {last}"
        lines.append(f"{written}, бот прочитал это только сейчас")
    if view.sorted_out:
        lines.append(f"По отделам: {view.sorted_out}, карточки пришли туда без звука")
    lines.append(f"Решить вам: {len(decide)}" if decide else "Решать вам нечего")
    return Message(html="\n".join(lines), rows=_rows(view))


def _dangers(view: CatchUpView, dangers: Sequence[ListItem]) -> list[str]:
    rung = [each for each in dangers if each.incident.danger_grade is DangerGrade.NOW]
    older = [each for each in dangers if each not in rung]
    lines = []
    if older:
        named = "; ".join(_named(each.incident, each.topic_short, view) for each in older[:_NAMED])
        more = f"; и ещё {len(older) - _NAMED}" if len(older) > _NAMED else ""
        lines.append(f"⚠️ <b>Было опасно: {len(older)}.</b> Проверьте, не опасно ли ещё: {named}{more}")
    lines += [f"Опасно сейчас: {len(rung)}, о них звонили сразу"] if rung else []
    return lines


def _named(incident: Incident, topic_short: str, view: CatchUpView) -> str:
    what = trouble_title(incident, topic_short)
    where = escape(capital(what_where(what, incident.place, full=True, limit=60)))
    return f"{where} ({stamp(incident.published_at, view.timezone, view.now)})"


def _rows(view: CatchUpView) -> tuple[button.Row, ...]:
    labels = {Share.DANGER: "Опасное", Share.DECIDE: "Решить", Share.ALL: "Все"}
    shown = [(each, len(view.shares[each])) for each in labels]
    buttons = [button.turn(Listed.CAUGHT_UP, f"{labels[each]}: {n}", key_of(view.at, each)) for each, n in shown if n]
    return button.rows(tuple(buttons))


def key_of(at: datetime, which: Share) -> str:
    """Of a list's button: which digest, which part."""
    return f"{int(at.timestamp())}~{which}"


def told_afresh(*, id: IncidentId, near: str, accept_by: str | None, url: str) -> Message:
    """To whoever has a card that came without a sound: it is no old matter any more. `accept_by`: «в 12:10», where nobody has it."""
    due = f", принять до {accept_by}" if accept_by else ""
    html = f"<b>Написали снова:</b> {near}\nКарточка приходила без звука, сообщение было старым. Теперь есть свежее{due}"
    accept = (button.card(Press.ACCEPT, "Принять", id, primary=True),) if accept_by else ()
    return Message(html=html, rows=button.rows((*accept, button.card(Press.SHOW, "Карточка", id)), button.opens("Открыть пост", url)))


def listed(*, at: datetime, which: Share, items: Sequence[ListItem], page: int, tz: tzinfo, now: datetime) -> Message:
    """One part, page by page. `items` are all of it."""
    if not items:
        return Message(html=f"<b>{_TITLES[which]}.</b> {_GONE}")

    def turn(label: str, number: int) -> Button:
        return button.turn(Listed.CAUGHT_UP, label, key_of(at, which), number)

    return paged(title=f"{_TITLES[which]}: {len(items)}", shown=Page.of(items, page, PAGE_SIZE), turn=turn, tz=tz, now=now)
