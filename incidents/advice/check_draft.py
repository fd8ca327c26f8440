"""Advice for one draft: reads what it answers, asks the rules."""

from collections.abc import Sequence
from datetime import date, datetime

from incidents.advice.rules import advise, first_stop
from incidents.advice.thread import other_place
from incidents.advice.values import About, AdvicePolicy, Advised, ResidentsQuestion
from incidents.answers.facts import Fact, FactKind
from incidents.answers.store import Facts
from incidents.answers.values import Answer, AnswerKind
from incidents.approval.store import Approvals
from incidents.errors import WrongStep
from incidents.incident import Incident
from incidents.incident_store import Incidents, Posts, Readings, VoiceParts
from incidents.official import Department
from incidents.official_store import Departments
from incidents.people.department_contacts import last_ten
from incidents.posts import StoredPost
from incidents.promises.lookups import broken_before
from incidents.promises.store import Promises
from incidents.stemming import stems


class AdviceStores:
    """What a draft answers, and what was said and promised before."""

    incidents: Incidents
    posts: Posts
    readings: Readings
    voice_parts: VoiceParts
    departments: Departments
    approvals: Approvals
    promises: Promises
    facts: Facts


OURS = "администрац"
"""In the title of our own community: links are welcome there."""


async def advice_on(tx: AdviceStores, policy: AdvicePolicy, answer: Answer, *, now: datetime, limit: int) -> Advised:
    """What is to be said of a draft before it is sent. `limit`: code points that the network takes."""
    return advise(answer.text, await _about(tx, policy, answer, now=now, limit=limit), policy.words)


async def untrue_words(tx: AdviceStores, policy: AdvicePolicy, answer: Answer, *, now: datetime, limit: int) -> str | None:
    """Why a text for several cards is not for this one."""
    about = await _about(tx, policy, answer, now=now, limit=limit)
    barring = first_stop(answer.text, about, policy.words) or next(other_place(answer.text, about, policy.words), None)
    return None if barring is None else barring.text[:150].rstrip(".?")


async def bar_stops(tx: AdviceStores, policy: AdvicePolicy, answer: Answer, *, now: datetime, limit: int) -> None:
    """Raise WrongStep where the draft must not go out as it is: an old preview may still have its button."""
    # Not all that advice reads of the world: six rules can stop it.
    post, phones = await tx.posts.get(answer.post_id), _phones(await tx.departments.all())
    about = About(today=now.astimezone(policy.calendar.timezone).date(), limit=limit, phones=phones, said=post.post.words)
    stop = first_stop(answer.text, about, policy.words)
    if stop is not None:
        raise WrongStep(f"{stop.text[:150]}. Нажмите «Поправить»")


async def _about(tx: AdviceStores, policy: AdvicePolicy, answer: Answer, *, now: datetime, limit: int) -> About:
    """What the rules ask of the world."""
    incident, post = await tx.incidents.get(answer.incident_id), await tx.posts.get(answer.post_id)
    today = now.astimezone(policy.calendar.timezone).date()
    homes = await tx.departments.all()
    titles = {d.id: d.title for d in homes}
    is_post = answer.kind is AnswerKind.POST  # on our own wall, to nobody in particular
    return About(
        today=today,
        limit=limit,
        kind=answer.kind,
        is_of_wish=incident.is_suggestion,
        explains=any(each.kind is FactKind.EXPLAINED and each.at == answer.created_at for each in await tx.facts.of(incident.id)),
        department=titles.get(incident.department_id) if incident.department_id else None,
        phones=_phones(homes),
        said=post.post.words,
        street=incident.place.street,
        settlement=incident.place.settlement,
        towns=[spot.place.settlement for spot in policy.places.settlements() if spot.place.settlement],
        asked=() if answer.kind is AnswerKind.CLARIFY else await _asked(tx, policy, post),  # a question answers nothing yet
        told=() if is_post else await tx.approvals.told_author(answer.post_id),
        broken=await _broken_day(tx, incident, today),
        own_wall=is_post or OURS in post.source_title.lower(),
        is_working=lambda day: bool(policy.calendar.intervals(day)),
    )


def _phones(homes: Sequence[Department]) -> frozenset[str]:
    return frozenset(last_ten(each.phone) for each in homes if each.phone)


async def _asked(tx: AdviceStores, policy: AdvicePolicy, post: StoredPost) -> tuple[ResidentsQuestion, ...]:
    """The questions of the post, each by its own words and its topic's; () for one, and where other cards answer the others."""
    reading = await tx.readings.of(post.id)
    if reading is None or not reading.parts or await tx.voice_parts.incidents_of(post.id):
        return ()
    words: dict[str, frozenset[str]] = {}
    for part in reading.parts:
        topic = policy.topics.get(part.topic)
        if topic is not None:
            words[topic.short] = stems(f"{topic.short} {topic.title}") | stems(post.post.words[slice(*part.span)])
    own = {title: said - frozenset().union(*(more for other, more in words.items() if other != title)) for title, said in words.items()}
    return tuple(ResidentsQuestion(title=title, stems=said) for title, said in own.items() if said)


async def _broken_day(tx: AdviceStores, incident: Incident, today: date) -> date | None:
    """By promises; where nothing was promised in a published text, by what the department said."""
    known = await broken_before(tx.promises, incident, today)
    if known is not None or await tx.promises.of(incident.id):
        return known
    return _broken(await tx.facts.of(incident.id), incident, today)


def _broken(facts: Sequence[Fact], incident: Incident, today: date) -> date | None:
    """The day that the department promised and let pass: nothing later says that it is done."""
    if incident.answered_at is None:
        return None
    last = next((fact for fact in reversed(facts) if fact.kind in {FactKind.BY_DATE, FactKind.DONE}), None)
    told = [fact for fact in facts if fact.at <= incident.answered_at]
    if last is None or last.kind is FactKind.DONE:
        return None
    return next((fact.day for fact in reversed(told) if fact.kind is FactKind.BY_DATE and fact.day and fact.day < today), None)
