"""Change rules, numbers and word pairs of the advice from the chat.

A coordinator or the approver may; it is written over the file and logged.
"""

from collections.abc import Sequence
from datetime import datetime

from incidents.advice.advice_overrides import (
    RULE,
    Limit,
    Pair,
    code_of,
    is_advice,
    key_of,
    limit_in,
    limit_of,
    pair_in,
    pairs,
    said_plainly,
    value_of,
)
from incidents.advice.rules import RULES, STOPS
from incidents.advice.values import PlainerWord, same_words
from incidents.deadlines.norm_overrides import NormWord
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

ALWAYS = "Это правило останавливает ответ, его не выключают: без него наружу уйдут личные данные, брань или ошибка"


async def switch_rule(tx: Transaction, code: str, *, by: Official, now: datetime) -> bool:
    """On becomes off, off becomes on. Gives back whether it is on."""
    check_right(by, Right.KEEP_ADVICE)
    if code not in RULES:
        raise NotFound("Такого правила больше нет. Откройте /advice ещё раз")
    if code in STOPS:
        raise DomainError(ALWAYS)
    key = f"{RULE}{code}"
    was_off = await tx.norm_words.drop(key)
    if not was_off:
        await tx.norm_words.put(NormWord(key=key, value="1", by=by.id, at=now))
    await _log(tx, key, "off" if was_off else "on", "on" if was_off else "off", by=by, now=now)
    return was_off


async def set_limit(tx: Transaction, policy: Policy, limit: Limit, text: str, *, by: Official, now: datetime) -> None:
    """A number that was typed. Raises a DomainError that says what is wrong with it."""
    check_right(by, Right.KEEP_ADVICE)
    number, before = limit_in(text, limit), limit_of(policy.words, limit)
    if number == before:
        raise Unchanged
    await tx.norm_words.put(NormWord(key=limit, value=str(number), by=by.id, at=now))
    await _log(tx, limit, str(before), str(number), by=by, now=now)


async def add_pair(tx: Transaction, policy: Policy, text: str, *, by: Official, now: datetime) -> str:
    """A new pair. Gives back its code. Raises DomainError for one that is there."""
    check_right(by, Right.KEEP_ADVICE)
    swap = pair_in(text)
    there = next((each for each in policy.words.bureaucratic if same_words(each.found) == same_words(swap.found)), None)
    if there is not None:
        raise DomainError(
            f"Такая замена уже есть: «{there.found}», {replacement_words(there)}. Изменить её можно в /advice, «Замены слов»"[:200]
        )
    await _keep(tx, swap, None, by=by, now=now)
    return code_of(swap.found)


async def change_pair(tx: Transaction, policy: Policy, code: str, text: str, *, by: Official, now: datetime) -> None:
    """Say something else instead of the same words."""
    check_right(by, Right.KEEP_ADVICE)
    before = (await get_pair(tx, policy, code)).swap
    after = said_plainly(before.found, text)
    if after == before:
        raise Unchanged
    await _keep(tx, after, replacement_words(before), by=by, now=now)


async def remove_pair(tx: Transaction, policy: Policy, code: str, *, by: Official, now: datetime) -> None:
    """Not advised any more; «Вернуть» brings it back."""
    check_right(by, Right.KEEP_ADVICE)
    before = await get_pair(tx, policy, code)
    if before.removed:
        raise Unchanged
    await tx.norm_words.put(NormWord(key=key_of(before.swap.found), value=value_of(before.swap, removed=True), by=by.id, at=now))
    await _log(tx, key_of(before.swap.found), replacement_words(before.swap), None, by=by, now=now)


async def restore_pair(tx: Transaction, policy: Policy, code: str, *, by: Official, now: datetime) -> None:
    """A removed pair is advised again."""
    check_right(by, Right.KEEP_ADVICE)
    before = await get_pair(tx, policy, code)
    if not before.removed:
        raise Unchanged
    await _keep(tx, before.swap, None, by=by, now=now)


async def pair_as_in_file(tx: Transaction, policy: Policy, code: str, *, by: Official, now: datetime) -> None:
    """The file's words hold again for a pair of the file."""
    check_right(by, Right.KEEP_ADVICE)
    before = await get_pair(tx, policy, code)
    if not await tx.norm_words.drop(key_of(before.swap.found)):
        raise Unchanged("Так уже и есть: замена стоит как в файле")
    await _log(tx, key_of(before.swap.found), replacement_words(before.swap), "file", by=by, now=now)


async def all_as_in_file(tx: Transaction, *, by: Official, now: datetime) -> int:
    """All that was said about the advice is taken back. Gives back how many words that were."""
    check_right(by, Right.KEEP_ADVICE)
    words = [word for word in await tx.norm_words.all() if is_advice(word.key)]
    if not words:
        raise Unchanged("Менять нечего: советы стоят как в файле")
    for word in words:
        await tx.norm_words.drop(word.key)
    await _log(tx, "lint:all", str(len(words)), "file", by=by, now=now)
    return len(words)


async def get_pair(tx: Transaction, policy: Policy, code: str) -> Pair:
    """The pair behind a button. Raises NotFound."""
    found = next((each for each in await known_pairs(tx, policy) if each.code == code), None)
    if found is None:
        raise NotFound("Такой замены больше нет. Откройте /advice ещё раз")
    return found


async def known_pairs(tx: Transaction, policy: Policy) -> Sequence[Pair]:
    """All pairs, the removed ones last. The policy may be the file's or what holds now."""
    return pairs(policy.words.bureaucratic, await tx.norm_words.all())


def replacement_words(swap: PlainerWord) -> str:
    """What is said instead, in a word of ours."""
    return swap.plain or (f"совет: {swap.say}" if swap.say else "убрать")


async def _keep(tx: Transaction, swap: PlainerWord, before: str | None, *, by: Official, now: datetime) -> None:
    await tx.norm_words.put(NormWord(key=key_of(swap.found), value=value_of(swap), by=by.id, at=now))
    await _log(tx, key_of(swap.found), before, replacement_words(swap), by=by, now=now)


async def _log(tx: Transaction, key: str, before: str | None, after: str | None, *, by: Official, now: datetime) -> None:
    await tx.audit.add("lint", user_id=by.user_id, at=now, data={"key": key, "before": before, "after": after})
