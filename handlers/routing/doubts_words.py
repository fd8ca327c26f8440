"""What is not sure on a card that its department has already."""

from collections.abc import Sequence

from handlers.kit.text import escape, lower_first, name
from incidents.incident import Doubt, Incident
from incidents.messenger import Message
from incidents.official import Official
from incidents.role_rights import Right, has_right

_SHORT = 24


def line(incident: Incident, viewer: Official | None, likely_topics: Sequence[tuple[str, str]], proposed: str | None) -> str:
    """«Место не названо», «Где это?», «Возможно, и …», «Похвала с упрёком?», and what to do; several questions have a line of their own.

    `likely_topics`: slugs and shorts; `proposed`: title of the department that a mode keeps it from.
    """
    if not incident.is_doubted or incident.doubt is Doubt.QUESTIONS:
        return ""
    way = "Отдел верный? Нет: передайте" if has_right(viewer, Right.SORT) else "Не ваше? Верните, в счёт не пойдёт"
    return f"{_said(incident, likely_topics, proposed)}. {way}".replace("?.", "?")


def _said(incident: Incident, likely_topics: Sequence[tuple[str, str]], proposed: str | None) -> str:
    if incident.doubt is Doubt.PLACE:
        return "Где это? То же написали в группе другого посёлка" if incident.place.settlement else "Место не названо"
    if incident.doubt is Doubt.PRAISE:
        return "Похвала с упрёком?"
    second = next((short for slug, short in likely_topics if slug != incident.topic), None) or proposed
    return f"Возможно, и {escape(lower_first(name(second, _SHORT)))}" if second else "Тема неясна"


def gone_beside() -> Message:
    """After the upgrade, once."""
    return Message(
        html=(
            "<b>Сомнения больше не держат карточку.</b> Место не названо, тема на две сразу, несколько вопросов, похвала с упрёком: теперь "
            "карточка сразу идёт в самый вероятный отдел, сомнение написано на ней\n"
            "У вас такие стоят в /queue, «Проверьте», без звука. Ошиблись? Передайте одним касанием. Что ждёт вас сейчас, дождётся. "
            "Слухи, чужой округ, «Опасно?» и отделы не в режиме «сам» по-прежнему решаете вы"
        )
    )
