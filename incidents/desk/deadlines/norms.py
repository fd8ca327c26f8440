"""Change a norm, a day or the week in the chat.

Written over the file, logged, told to the other coordinators.
"""

from datetime import datetime

from incidents.deadlines.messages import NormChanged
from incidents.deadlines.norm_overrides import (
    COUNTS,
    DAY,
    GROUP,
    START,
    TOPIC,
    WEEK,
    NormKey,
    NormWord,
    answer_of,
    day_said,
    is_norm,
    number_in,
    text_of,
    value_of,
    week_said,
)
from incidents.deadlines.values import StartEvent
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.official import Official, Role
from incidents.policy import Policy
from incidents.recipients import in_role
from incidents.role_rights import Right, check_right
from incidents.routing.taxonomy import groups
from incidents.transaction import Transaction

_MINUTE = 60
_DAYS = 7


async def set_norm(tx: Transaction, policy: Policy, key: NormKey, text: str, *, by: Official, now: datetime) -> None:
    """Raises a DomainError that says what is wrong with the value; then nothing has changed."""
    check_right(by, Right.KEEP_NORMS)
    number = number_in(text, key)
    held = value_of(policy.norms, key)
    before = held if isinstance(held, int) else int(held.total_seconds()) // _MINUTE
    if number == before:
        raise Unchanged
    _check(policy, key, number)
    await _say(tx, key, str(before), str(number), by=by, now=now)


async def set_topic(tx: Transaction, policy: Policy, key: str, text: str, *, by: Official, now: datetime) -> None:
    """The time to answer of one topic or one group (`key`: of its word): «4 ч»."""
    check_right(by, Right.KEEP_NORMS)
    group = group_of(policy, key)
    minutes = number_in(text, NormKey.ANSWER)
    held = answer_of(policy.norms, key, group=group)
    accept = (policy.norms.topics.get(key.removeprefix(TOPIC)) or policy.norms.groups.get(group, policy.norms.default)).accept
    if minutes * _MINUTE == held.total_seconds():
        raise Unchanged
    if minutes * _MINUTE < accept.total_seconds():
        raise DomainError("Ответить нельзя раньше, чем принять: срок ответа должен быть длиннее")
    await _say(tx, key, str(int(held.total_seconds()) // _MINUTE), str(minutes), by=by, now=now)


async def set_weekday(tx: Transaction, policy: Policy, day: int, text: str, *, by: Official, now: datetime) -> None:
    """Usual hours of a weekday, 0 is Monday. A week without a working hour is refused."""
    check_right(by, Right.KEEP_NORMS)
    if not 0 <= day < _DAYS:
        raise NotFound("Такого дня недели нет. Откройте /norms ещё раз")
    value, before = week_said(text), text_of(policy.calendar.week[day])
    if value == before:
        raise Unchanged
    if not value and not any(hours for each, hours in enumerate(policy.calendar.week) if each != day):
        raise DomainError("Тогда в неделе не останется ни одного рабочего часа, и сроки не посчитать. Оставьте хотя бы один день")
    await _say(tx, f"{WEEK}{day}", before, value, by=by, now=now)


async def set_start(tx: Transaction, policy: Policy, event: StartEvent, *, by: Official, now: datetime) -> None:
    """From what moment the time to answer runs."""
    check_right(by, Right.KEEP_NORMS)
    if event is policy.norms.start:
        raise Unchanged
    await _say(tx, START, policy.norms.start, event, by=by, now=now)


async def set_day(tx: Transaction, policy: Policy, text: str, *, by: Official, now: datetime) -> str:
    """Dates' hours, a line each: all or none. Gives back the key of the last one."""
    check_right(by, Right.KEEP_NORMS)
    key, changed = "", False
    today = now.astimezone(policy.calendar.timezone).date()
    for line in text.splitlines() or [text]:
        day, value = day_said(line, today=today, calendar=policy.calendar)
        before = text_of(policy.calendar.days.get(day, policy.calendar.week[day.weekday()]))
        key = f"{DAY}{day.isoformat()}"
        if value != before:
            await _say(tx, key, before, value, by=by, now=now)
            changed = True
    if not changed:
        raise Unchanged("Так уже и есть: этот день и сейчас считается так")
    return key


async def drop_word(tx: Transaction, key: str, *, by: Official, now: datetime) -> None:
    """One word is taken back: the file holds for it."""
    check_right(by, Right.KEEP_NORMS)
    said = next((word for word in await tx.norm_words.all() if word.key == key and is_norm(key)), None)
    if said is None:
        raise Unchanged("Так уже и есть: здесь действует файл")
    await tx.norm_words.drop(key)
    await _tell(tx, key, said.value, None, by=by, now=now)


async def drop_all_words(tx: Transaction, *, by: Official, now: datetime) -> int:
    """All that was said is taken back: the file holds. Gives back how many words that were."""
    check_right(by, Right.KEEP_NORMS)
    words = [word for word in await tx.norm_words.all() if is_norm(word.key)]
    if not words:
        raise Unchanged("Менять нечего: действуют нормы из файла")
    for word in words:
        await tx.norm_words.drop(word.key)
        await _tell(tx, word.key, word.value, None, by=by, now=now)
    return len(words)


async def count_unmoved(tx: Transaction, policy: Policy, key: str) -> int:
    """How many open incidents have a deadline that a change of this norm does not move."""
    timed = [each for each in await tx.incidents.unfinished() if each.answer_by is not None and each.answered_at is None]
    if key.startswith(TOPIC):
        return sum(each.topic == key.removeprefix(TOPIC) for each in timed)
    if key.startswith(GROUP):
        return sum(each.group == key.removeprefix(GROUP) for each in timed)
    return len(timed)


def group_of(policy: Policy, key: str) -> str:
    """The group of a topic's or a group's key. Raises NotFound where the taxonomy knows none."""
    if key.startswith(GROUP) and (slug := key.removeprefix(GROUP)) in groups(policy.topics):
        return slug
    topic = policy.topics.get(key.removeprefix(TOPIC)) if key.startswith(TOPIC) else None
    if topic is None:
        raise NotFound("Такой темы больше нет. Откройте /norms ещё раз")
    return topic.group


def _check(policy: Policy, key: NormKey, minutes: int) -> None:
    """Norms that contradict each other."""
    norms = policy.norms
    held = {each: value_of(norms, each) for each in NormKey if each not in COUNTS}
    spans = {each: span.total_seconds() / _MINUTE for each, span in held.items() if not isinstance(span, int)} | {key: minutes}
    if spans[NormKey.NOW_CLIMB] <= spans[NormKey.NOW_ACCEPT]:
        raise DomainError("Координатора зовут позже второго дежурного: второй срок должен быть длиннее первого")
    if spans[NormKey.ANSWER] < spans[NormKey.ACCEPT]:
        raise DomainError("Ответить нельзя раньше, чем принять: срок ответа должен быть длиннее")


async def _say(tx: Transaction, key: str, before: str, after: str, *, by: Official, now: datetime) -> None:
    await tx.norm_words.put(NormWord(key=key, value=after, by=by.id, at=now))
    await _tell(tx, key, before, after, by=by, now=now)


async def _tell(tx: Transaction, key: str, before: str, after: str | None, *, by: Official, now: datetime) -> None:
    await tx.audit.add("norm", user_id=by.user_id, at=now, data={"key": key, "before": before, "after": after})
    for other in in_role(await tx.officials.all(), Role.COORDINATOR, but={by.id}):
        await tx.outbox.say(other.user_id, NormChanged(official=by.id, key=key, value=after), sound=False)
