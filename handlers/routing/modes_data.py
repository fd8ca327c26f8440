"""/modes and what is told of modes."""

from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from handlers.routing import doubts_words, modes_words
from incidents.errors import NotFound
from incidents.messenger import Message
from incidents.official import Department, Mode
from incidents.routing.messages import (
    AboutMode,
    AskTrialUntil,
    DoubtsGoBeside,
    ModeChanged,
    ModeMenu,
    ModeOver,
    ModesMenu,
    TrialCompared,
)


async def _department(call: Call, said: AboutMode) -> Department:
    found = next((each for each in await call.tx.departments.all() if each.id == said.department), None)
    if found is None:
        raise NotFound
    return found


@renders(ModesMenu)
async def _modes(call: Call, _said: ModesMenu) -> Message:
    return modes_words.modes(await call.tx.departments.all())


@renders(ModeMenu)
async def _mode(call: Call, said: ModeMenu) -> Message:
    return modes_words.mode_of(await _department(call, said))


@renders(AskTrialUntil)
async def _ask(call: Call, said: AskTrialUntil) -> Message:
    return modes_words.ask_trial_until(await _department(call, said))


@renders(ModeChanged)
async def _changed(call: Call, said: ModeChanged) -> Message:
    return modes_words.mode_changed(await _department(call, said), by=(await call.tx.officials.get(said.official)).title)


@renders(ModeOver)
async def _over(call: Call, said: ModeOver) -> Message:
    return modes_words.mode_over(await _department(call, said), former=said.former)


@renders(TrialCompared)
async def _trial(call: Call, _said: TrialCompared) -> Message:
    learning = [each for each in await call.tx.departments.all() if each.mode is Mode.TRIAL]
    if not learning:
        raise Unneeded
    views = []
    for each in learning:
        same, sorted_out = await call.tx.modes.trial_score(each.id)
        views.append(modes_words.TrialView(department=each, same=same, sorted_out=sorted_out))
    return modes_words.trial_line(views)


renders(DoubtsGoBeside)(fixed(doubts_words.gone_beside))
