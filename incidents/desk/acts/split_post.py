"""Split one post into several incidents, a card for each question.

Each gets a deadline and an answer of its own; the region still counts one post.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from incidents.desk.effect import ActCall, Change, Choice
from incidents.desk.refresh import refresh
from incidents.desk.routing.reroute import reading_as_corrected, reroute
from incidents.desk.second_questions import settle_second_questions
from incidents.errors import DomainError, NotFound, Unchanged, WrongStep
from incidents.incident import Act, Doubt, Event, Incident, Status, Voice
from incidents.intake.new_incident import new_incident
from incidents.lifecycle import step
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.routing.route_now import voice_with_questions, way_of
from incidents.routing.rules import PostQuestion, leading, reading_of_part
from incidents.routing.topic_rules import with_topic

NOTHING = "Вопросов здесь уже не несколько. Второй вопрос всё-таки есть? «Разделить», «Другая тема…»"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitQuestions(Choice):
    """The post parts into its questions."""

    of: ClassVar[Act] = Act.SPLIT
    asked: tuple[PostQuestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitTopic(Choice):
    """What else the post asks: the slug of a topic."""

    of: ClassVar[Act] = Act.SPLIT
    nothing: ClassVar[str | None] = "Такой темы у нас больше нет. Выберите другую"
    refusal: ClassVar[type[DomainError]] = NotFound
    topic: str


async def by_questions(call: ActCall) -> Change:
    """Every question but the leading one opens an incident; the leading one stays and goes its way."""
    asked, voice = call.chosen(SplitQuestions).asked, voice_with_questions(await call.tx.voices.of(call.before.id))
    reading = None if voice is None else await call.tx.readings.of(voice.post_id)
    if voice is None or reading is None or not asked or not (call.before.doubt is Doubt.QUESTIONS or voice.question_since):
        raise WrongStep(NOTHING)
    over = await settle_second_questions(call.tx, call.before, posts={voice.post_id})
    lead = leading(asked, reading, whose=call.before.department_id)
    after = replace(call.after, doubt=None, proposed_id=None)
    rest = [each for each in asked if each is not lead]
    if call.before.danger_grade is not None and not lead.part.danger:  # the danger stands in none of them: this card is its own
        rest = list(asked)
    elif call.before.department_id is None or call.before.doubt is Doubt.QUESTIONS:
        after = with_topic(after, lead.part.group, lead.part.topic)
    made = [await _open(call, voice, _said(call, reading, each)) for each in rest]
    if after.department_id is None:
        after = await reroute(call.tx, call.policy, after, "разделили", now=call.now)
    return Change(incident=after, because=_because(made), data={**_data(made), **over})


async def by_topic(call: ActCall) -> Change:
    """The coordinator names what else the post asks: a second incident of the same post."""
    topic = call.policy.topics.get(call.chosen(SplitTopic).topic)
    if topic is None:
        raise NotFound("Такой темы у нас больше нет. Выберите другую")
    voice = voice_with_questions(await call.tx.voices.of(call.before.id))
    if voice is None or (call.before.status is Status.CLOSED and voice.question_since is None):
        raise WrongStep(NOTHING)
    others = [await call.tx.incidents.get(id) for id in await call.tx.voice_parts.incidents_of(voice.post_id)]
    if topic.slug in {call.before.topic, *(each.topic for each in others if each.merged_into is None)}:
        raise Unchanged("Карточка на эту тему у сообщения уже есть. Выберите другую тему")
    said = await call.tx.readings.of(voice.post_id)
    second = replace(call.before, group=topic.group, topic=topic.slug, danger_grade=None, doubt=None)
    made = [await _open(call, voice, reading_as_corrected(said, second))]
    over = await settle_second_questions(call.tx, call.before, posts={voice.post_id})
    doubt = None if call.before.doubt is Doubt.QUESTIONS else call.before.doubt
    after = replace(call.after, doubt=doubt)
    if call.before.doubt is Doubt.QUESTIONS and after.department_id is None:
        after = await reroute(call.tx, call.policy, after, "разделили", now=call.now)
    return Change(incident=after, because=_because(made), data={**_data(made), **over})


def _said(call: ActCall, reading: Reading, each: PostQuestion) -> Reading:
    """What the part says alone, at the place that the card knows by now."""
    there = call.before
    return replace(reading_of_part(reading, each.part), main=there.place, lat=there.lat, lon=there.lon, outside=False)


async def _open(call: ActCall, voice: Voice, reading: Reading) -> Incident:
    post: StoredPost = await call.tx.posts.get(voice.post_id)
    because = f"отделили от № {call.before.number}"
    way = await way_of(call.tx, reading, post=post)
    draft = new_incident(call.tx.district_id, call.policy, post, reading, way, None, now=call.now)
    place = replace(draft, place_id=call.before.place_id, lat=call.before.lat, lon=call.before.lon, matched_because=because)
    made = replace(place, status=draft.status if way.department_id is None else step(draft.status, Act.ASSIGN))
    data = {"from": call.before.id, "department": made.department_id, "post": post.id, "revision": post.revision}
    first = Event(act=Act.SPLIT, at=call.now, by=call.by.id, because=because, status_before=None, status_after=made.status, data=data)
    made = await call.tx.incidents.add(made, first)
    await call.tx.voices.add(Voice(incident_id=made.id, post_id=post.id, joined_at=call.now, because=because, part_id=made.id))
    await refresh(call.tx, made)
    return made


def _because(made: list[Incident]) -> str:
    return "отделили " + ", ".join(f"№ {each.number}" for each in made)


def _data(made: list[Incident]) -> dict[str, str | int | None]:
    return {"into": made[0].id, "parts": " ".join(str(each.id) for each in made)}
