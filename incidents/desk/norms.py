"""A coordinator changes a norm or a day in the chat: written over the file, logged, told to the other coordinators."""

from datetime import datetime

from incidents.desk.common import Policy
from incidents.errors import DomainError, Forbidden, Unchanged
from incidents.norms_said import DAY, NormKey, NormWord, day_said, number_in, text_of, value_of
from incidents.people import Official, Role
from incidents.ports import Say, Transaction

_MINUTE = 60


async def set_norm(tx: Transaction, policy: Policy, key: NormKey, text: str, *, by: Official, now: datetime) -> None:
    """Raises a DomainError that says what is wrong with the value; then nothing has changed."""
    _may(by)
    number = number_in(text, key)
    held = value_of(policy.norms, key)
    before = held if isinstance(held, int) else int(held.total_seconds()) // _MINUTE
    if number == before:
        raise Unchanged
    _check(policy, key, number)
    await tx.say_norm(NormWord(key=key, value=str(number), by=by.id, at=now))
    await _tell(tx, key, str(before), str(number), by=by, now=now)


async def set_day(tx: Transaction, policy: Policy, text: str, *, by: Official, now: datetime) -> str:
    """A date's hours. Gives back its key."""
    _may(by)
    day, value = day_said(text, today=now.astimezone(policy.calendar.timezone).date(), calendar=policy.calendar)
    before = text_of(policy.calendar.days.get(day, policy.calendar.week[day.weekday()]))
    if value == before:
        raise Unchanged("Так уже и есть: этот день и сейчас считается так")
    key = f"{DAY}{day.isoformat()}"
    await tx.say_norm(NormWord(key=key, value=value, by=by.id, at=now))
    await _tell(tx, key, before, value, by=by, now=now)
    return key


async def unsay(tx: Transaction, *, by: Official, now: datetime) -> int:
    """All that was said is taken back: the file holds. Gives back how many words that were."""
    _may(by)
    words = await tx.norm_words()
    if not words:
        raise Unchanged("Менять нечего: действуют нормы из файла")
    for word in words:
        await tx.unsay_norm(word.key)
        await _tell(tx, word.key, word.value, None, by=by, now=now)
    return len(words)


def _may(by: Official) -> None:
    if by.role is not Role.COORDINATOR:
        raise Forbidden("Нормы меняет координатор")


def _check(policy: Policy, key: NormKey, minutes: int) -> None:
    """Norms that contradict each other."""
    norms = policy.norms
    held = {each: value_of(norms, each) for each in NormKey if each is not NormKey.SOUNDS}
    spans = {each: span.total_seconds() / _MINUTE for each, span in held.items() if not isinstance(span, int)} | {key: minutes}
    if spans[NormKey.NOW_CLIMB] <= spans[NormKey.NOW_ACCEPT]:
        raise DomainError("Координатора зовут позже второго дежурного: второй срок должен быть длиннее первого")
    if spans[NormKey.ANSWER] < spans[NormKey.ACCEPT]:
        raise DomainError("Ответить нельзя раньше, чем принять: срок ответа должен быть длиннее")


async def _tell(tx: Transaction, key: str, before: str, after: str | None, *, by: Official, now: datetime) -> None:
    await tx.audit("norm", user_id=by.user_id, at=now, data={"key": key, "before": before, "after": after})
    for other in await tx.officials():
        if other.role is Role.COORDINATOR and other.id != by.id:
            params: dict[str, int | str | None] = {"key": key, "value": after, "official": by.id}
            await tx.say(Say(chat_id=other.user_id, code="norm_changed", params=params, sound=False))
