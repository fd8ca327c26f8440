"""Effects of correcting the topic or the place of a reading."""

from dataclasses import dataclass, replace
from typing import ClassVar

from incidents.desk.effect import ActCall, Change, Choice, Effect
from incidents.desk.routing.reroute import reroute
from incidents.desk.second_questions import has_second_question
from incidents.errors import DomainError, NotFound, Unchanged, WrongStep
from incidents.incident import Act, Doubt
from incidents.places.values import Spot
from incidents.routing.topic_rules import with_topic

_SETTLED = frozenset({Doubt.TOPIC, Doubt.QUESTIONS})
"""What a chosen topic ends: it is about this, and about nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectTopic(Choice):
    """The slug of the right topic, or whether it is a suggestion under the topic that it has."""

    of: ClassVar[Act] = Act.CORRECT_TOPIC
    nothing: ClassVar[str | None] = "Такой темы у нас больше нет. Выберите другую"
    refusal: ClassVar[type[DomainError]] = NotFound
    topic: str
    suggestion: bool | None = None  # None: nothing is said of it


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPlace(Choice):
    """The right place."""

    of: ClassVar[Act] = Act.CORRECT_PLACE
    nothing: ClassVar[str | None] = "Место не выбрано. Нажмите «Указать место» ещё раз"
    refusal: ClassVar[type[DomainError]] = NotFound
    place: Spot


async def _topic(call: ActCall) -> Change:
    """Another group and topic. An unclear topic that was right after all is confirmed by choosing it."""
    chosen = call.chosen(CorrectTopic)
    if chosen.suggestion is not None:
        return await _kind(call, is_suggestion=chosen.suggestion)
    topic = call.policy.topics.get(chosen.topic)
    if topic is None:
        raise NotFound("Такой темы у нас больше нет. Выберите другую")
    if topic.slug == call.before.topic and call.before.doubt not in _SETTLED:
        raise Unchanged
    doubt = None if call.before.doubt in _SETTLED else call.before.doubt
    after = replace(with_topic(call.after, topic.group, topic.slug), doubt=doubt)
    after = await reroute(call.tx, call.policy, after, "тему исправили", now=call.now)
    data = {"topic": topic.slug, "topic_before": call.before.topic, "department_before": call.before.department_id}
    return Change(incident=after, because=f"тема: {topic.short}", data=data)


async def _kind(call: ActCall, *, is_suggestion: bool) -> Change:
    """A wish has its days from the start, a trouble that was taken for one its hours from now."""
    if is_suggestion is call.before.suggestion:
        raise Unchanged
    if await has_second_question(call.tx, call.before):
        raise WrongStep("В сообщении несколько вопросов. Сначала разделите их или нажмите «Всё верно»")
    after = replace(call.after, suggestion=is_suggestion, reminded=())
    if after.answered_at is None:  # after a first answer the promise rules the clock
        after = call.policy.with_deadlines(after, now=call.now, clock_from=call.before.clock_from if is_suggestion else call.now)
    return Change(
        incident=after, because="это предложение" if is_suggestion else "это не предложение", data={"suggestion": int(is_suggestion)}
    )


async def _place(call: ActCall) -> Change:
    """Another place, which is ours: a doubt about where ends."""
    spot = call.chosen(CorrectPlace).place
    if (spot.place, spot.lat, spot.lon) == (call.before.place, call.before.lat, call.before.lon):
        raise Unchanged
    doubt = None if call.before.doubt in {Doubt.PLACE, Doubt.OUTSIDE} else call.before.doubt
    after = replace(call.after, place=spot.place, place_id=spot.id, lat=spot.lat, lon=spot.lon, doubt=doubt)
    after = await reroute(call.tx, call.policy, after, "место указали", now=call.now)
    data = {"place": spot.id, "place_before": call.before.place_id, "department_before": call.before.department_id}
    return Change(incident=after, because="указали место", data=data)


EFFECTS: dict[Act, Effect] = {Act.CORRECT_TOPIC: _topic, Act.CORRECT_PLACE: _place}
