"""/advice: what stands in the database now over the file."""

from collections.abc import Mapping, Sequence

from bot.screens.advice import advice
from bot.screens.kit.context import Call, Render, fixed
from incidents.advice.advice_overrides import Limit, Pair, is_lint, pairs
from incidents.errors import NotFound
from incidents.messenger import Message


async def _main(call: Call) -> Message:
    return advice.main(words=call.district.words, pairs=await _pairs(call), changed=await _changed(call))


async def _rules(call: Call) -> Message:
    return advice.rules(words=call.district.words)


async def _listed(call: Call) -> Message:
    return advice.listed(pairs=await _pairs(call), page=call.page())


async def _found(call: Call) -> Message:
    wanted = call.text("pairs").split()
    return advice.found(pairs=[pair for pair in await _pairs(call) if pair.code in wanted], total=call.number("count"))


async def _one(call: Call) -> Message:
    known = await _pairs(call)
    pair = _of(known, call.text("pair"))
    by = (await call.tx.official(pair.by)).title if pair.by is not None else None
    return advice.one(pair=pair, page=known.index(pair) // advice.PAGE, by=by, tz=call.tz, now=call.now)


async def _reset(call: Call) -> Message:
    return advice.reset(changed=await _changed(call))


async def _ask_limit(call: Call) -> Message:
    return advice.ask_limit(words=call.district.words, limit=Limit(call.text("key")))


async def _ask_plain(call: Call) -> Message:
    return advice.ask_plain(pair=_of(await _pairs(call), call.text("key")))


async def _pairs(call: Call) -> Sequence[Pair]:
    return pairs(call.file_words.bureaucratic, await call.tx.norm_words())


async def _changed(call: Call) -> int:
    return sum(is_lint(word.key) for word in await call.tx.norm_words())


def _of(known: Sequence[Pair], code: str) -> Pair:
    found = next((pair for pair in known if pair.code == code), None)
    if found is None:
        raise NotFound
    return found


SAYS: Mapping[str, Render] = {
    "advice": _main,
    "advice_rules": _rules,
    "advice_pairs": _listed,
    "advice_found": _found,
    "advice_pair": _one,
    "advice_reset": _reset,
    "ask_advice_limit": _ask_limit,
    "ask_advice_pair": fixed(advice.ask_pair),
    "ask_advice_plain": _ask_plain,
    "ask_advice_find": fixed(advice.ask_find),
}
