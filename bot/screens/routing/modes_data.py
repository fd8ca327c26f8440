"""/modes and what is told of modes."""

from collections.abc import Mapping

from bot.screens.kit.context import Call, Render, Unneeded
from bot.screens.routing import modes
from incidents.errors import NotFound
from incidents.messenger import Message
from incidents.official import Department, Mode


async def _department(call: Call) -> Department:
    id = call.text("department")
    found = next((each for each in await call.tx.departments() if each.id == id), None)
    if found is None:
        raise NotFound
    return found


async def _modes(call: Call) -> Message:
    return modes.modes(await call.tx.departments())


async def _mode(call: Call) -> Message:
    return modes.mode_of(await _department(call))


async def _ask(call: Call) -> Message:
    return modes.ask_trial_until(await _department(call))


async def _changed(call: Call) -> Message:
    return modes.mode_changed(await _department(call), by=(await call.official()).title)


async def _over(call: Call) -> Message:
    return modes.mode_over(await _department(call), former=Mode(call.text("former")))


async def _trial(call: Call) -> Message:
    learning = [each for each in await call.tx.departments() if each.mode is Mode.TRIAL]
    if not learning:
        raise Unneeded
    views = []
    for each in learning:
        same, sorted_out = await call.tx.trial_score(each.id)
        views.append(modes.TrialView(department=each, same=same, sorted_out=sorted_out))
    return modes.trial_line(views)


SAYS: Mapping[str, Render] = {
    "modes": _modes,
    "mode": _mode,
    "ask_trial_until": _ask,
    "mode_changed": _changed,
    "mode_over": _over,
    "trial": _trial,
}
