"""What the reader got wrong: the topic and the place, by the coordinator's word."""

from dataclasses import replace

from incidents.desk.effect import Call, Change, Effect
from incidents.desk.routing.reroute import rerouted
from incidents.errors import NotFound, Unchanged
from incidents.incident import Act, Doubt

_SETTLED = frozenset({Doubt.TOPIC, Doubt.QUESTIONS})
"""What a chosen topic ends: it is about this, and about nothing else."""


async def _topic(call: Call) -> Change:
    """Another group and topic. An unclear topic that was right after all is confirmed by choosing it."""
    topic = call.policy.topics.get(call.choice.topic or "")
    if topic is None:
        raise NotFound("Такой темы у нас больше нет. Выберите другую")
    if topic.slug == call.before.topic and call.before.doubt not in _SETTLED:
        raise Unchanged
    doubt = None if call.before.doubt in _SETTLED else call.before.doubt
    after = replace(call.after, group=topic.group, topic=topic.slug, doubt=doubt)
    after = await rerouted(call.tx, call.policy, after, "тему исправили", now=call.now)
    data = {"topic": topic.slug, "topic_before": call.before.topic, "department_before": call.before.department_id}
    return Change(incident=after, because=f"тема: {topic.short}", data=data)


async def _place(call: Call) -> Change:
    """Another place, which is ours: a doubt about where ends."""
    spot = call.choice.place
    if spot is None:
        raise NotFound("Место не выбрано. Нажмите «Указать место» ещё раз")
    if (spot.place, spot.lat, spot.lon) == (call.before.place, call.before.lat, call.before.lon):
        raise Unchanged
    doubt = None if call.before.doubt in {Doubt.PLACE, Doubt.OUTSIDE} else call.before.doubt
    after = replace(call.after, place=spot.place, place_id=spot.id, lat=spot.lat, lon=spot.lon, doubt=doubt)
    after = await rerouted(call.tx, call.policy, after, "место указали", now=call.now)
    data = {"place": spot.id, "place_before": call.before.place_id, "department_before": call.before.department_id}
    return Change(incident=after, because="указали место", data=data)


EFFECTS: dict[Act, Effect] = {Act.CORRECT_TOPIC: _topic, Act.CORRECT_PLACE: _place}
