"""Tells the main event, and what is new since the evening."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from handlers.kit.labels import state_of
from handlers.kit.place import topic_title
from handlers.kit.text import count, escape, lower_first, name
from incidents.head.summary import Summary
from incidents.incident import IN_WORK, Incident, Status
from incidents.promises.values import is_broken

_PLACE, _TOPIC = 40, 60


def about(slug: str, settlement: str | None, topic_shorts: Mapping[str, str]) -> str:
    """«нет холодной воды, Редкино»: as HTML, here and in «Что сказать» alike."""
    place = f", {escape(name(settlement, _PLACE))}" if settlement else ""
    return f"{escape(lower_first(topic_title(topic_shorts.get(slug, slug), _TOPIC)))}{place}"


def main_lines(summary: Summary, topic_shorts: Mapping[str, str], tz: tzinfo, *, brief: bool) -> list[str]:
    """Tell the main event; `brief` leaves out where it stands."""
    main = summary.main
    if main is None:
        return []
    rise = main.about
    told = f"{about(rise.topic, rise.settlement, topic_shorts)}, {count(rise.count, 'сообщение', 'сообщения', 'сообщений')}"
    usual = "" if rise.usual is None else f", обычно {rise.usual}"
    promise = main.promise
    passed = ", срок прошёл" if promise is not None and is_broken(promise, summary.until.astimezone(tz).date()) else ""
    until = f", обещали до {promise.until}{passed}" if promise is not None else ""
    state = "" if brief or summary.is_past else f". {_state(main.incidents)}{until}"
    return [f"<b>Главное:</b> {told}{usual}{state}"]


def _state(incidents: Sequence[Incident]) -> str:
    """Of one incident its state, of several how many are where."""
    if len(incidents) == 1:
        return state_of(incidents[0]).capitalize()
    stages = Counter(_stage(each) for each in incidents)
    parts = ", ".join(f"{stage} {stages[stage]}" for stage in ("не приняли", "в работе", "закрыто") if stages[stage])
    return f"{count(len(incidents), 'вопрос', 'вопроса', 'вопросов')}: {parts}"


def _stage(incident: Incident) -> str:
    if incident.status is Status.CLOSED:
        return "закрыто"
    return "в работе" if incident.status in IN_WORK else "не приняли"


def evening_lines(summary: Summary) -> list[str]:
    """«С вечера: пришло 4, новых вопросов 3, ответили на 1, закрыли 2»."""
    lately = summary.since_evening
    if lately is None or not (lately.voices or lately.opened or lately.closed):
        return []
    closed = f", закрыли {lately.closed}" if lately.closed else ""
    return [f"<b>С вечера:</b> пришло {lately.voices}, новых вопросов {lately.opened}, ответили на {lately.answered}{closed}"]
