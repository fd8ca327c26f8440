"""/advice: what stands in the database now over the file."""

from collections.abc import Sequence

from handlers.advice import advice_words
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from incidents.advice.advice_overrides import Pair, is_advice, pairs
from incidents.advice.messages import (
    AdviceMenu,
    AdvicePair,
    AdvicePairs,
    AdvicePairsFound,
    AdviceReset,
    AdviceRules,
    AskAdviceFind,
    AskAdviceLimit,
    AskAdvicePair,
    AskAdvicePlain,
)
from incidents.errors import NotFound
from incidents.messenger import Message


@renders(AdviceMenu)
async def _main(call: Call, _said: AdviceMenu) -> Message:
    return advice_words.main(words=call.policy.words, pairs=await _pairs(call), changed=await _changed(call))


@renders(AdviceRules)
async def _rules(call: Call, _said: AdviceRules) -> Message:
    return advice_words.rules(words=call.policy.words)


@renders(AdvicePairs)
async def _listed(call: Call, said: AdvicePairs) -> Message:
    return advice_words.listed(pairs=await _pairs(call), page=said.page)


@renders(AdvicePairsFound)
async def _found(call: Call, said: AdvicePairsFound) -> Message:
    return advice_words.found(pairs=[pair for pair in await _pairs(call) if pair.code in said.pairs], total=said.count)


@renders(AdvicePair)
async def _one(call: Call, said: AdvicePair) -> Message:
    known = await _pairs(call)
    pair = _of(known, said.pair)
    by = (await call.tx.officials.get(pair.by)).title if pair.by is not None else None
    return advice_words.one(pair=pair, page=known.index(pair) // advice_words.PAGE, by=by, tz=call.tz, now=call.now)


@renders(AdviceReset)
async def _reset(call: Call, _said: AdviceReset) -> Message:
    return advice_words.reset(changed=await _changed(call))


@renders(AskAdviceLimit)
async def _ask_limit(call: Call, said: AskAdviceLimit) -> Message:
    return advice_words.ask_limit(words=call.policy.words, limit=said.key)


@renders(AskAdvicePlain)
async def _ask_plain(call: Call, said: AskAdvicePlain) -> Message:
    return advice_words.ask_plain(pair=_of(await _pairs(call), said.key))


async def _pairs(call: Call) -> Sequence[Pair]:
    return pairs(call.file_words.bureaucratic, await call.tx.norm_words.all())


async def _changed(call: Call) -> int:
    return sum(is_advice(word.key) for word in await call.tx.norm_words.all())


def _of(known: Sequence[Pair], code: str) -> Pair:
    found = next((pair for pair in known if pair.code == code), None)
    if found is None:
        raise NotFound
    return found


renders(AskAdvicePair)(fixed(advice_words.ask_pair))
renders(AskAdviceFind)(fixed(advice_words.ask_find))
