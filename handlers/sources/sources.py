"""/sources: what is read; add by a link, pause, remove, bring back."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from handlers.sources.buttons import NOBODY, NOT_CHOSEN, OwnerButton, SourceButton, SourceDo
from incidents.desk.sources import sources
from incidents.ids import DepartmentId, SourceId
from incidents.posts import Priority, SourceMark
from incidents.role_rights import Right, check_right
from incidents.sources.messages import (
    AboutSource,
    AskKeywords,
    AskSource,
    AskSourceTown,
    AskStopWords,
    OneSource,
    RemoveSourceMenu,
    SourceChecking,
    SourceFilters,
    SourceOwnerMenu,
)
from incidents.sources.word_filters import FilterKind

Change = Callable[[Context, SourceId], Awaitable[str]]

ASKS: Mapping[SourceDo, type[AboutSource]] = {
    SourceDo.TOWN: AskSourceTown,
    SourceDo.STOP_WORDS: AskStopWords,
    SourceDo.KEYWORDS: AskKeywords,
}
"""Presses that ask something in words."""

SCREENS: Mapping[SourceDo, type[AboutSource]] = {
    SourceDo.ASK_REMOVE: RemoveSourceMenu,
    **dict.fromkeys((SourceDo.FILTERS, SourceDo.NO_STOP_WORDS, SourceDo.NO_KEYWORDS), SourceFilters),
}
"""What is shown after a press; the source itself, where nothing is said here."""


@press(SourceButton)
async def on_press(pressed: Pressed[SourceButton], ctx: Context) -> None:
    """A source, a question, or a change by one tap."""
    check_right(ctx.who, Right.KEEP_SOURCES)
    do, id = pressed.button.do, SourceId(pressed.button.source)
    if do is SourceDo.ADD:
        await ask(ctx, AskSource())
        return
    await ctx.tx.sources.get(id)
    if do in ASKS:
        await ask(ctx, ASKS[do](source=id))
        return
    if do in CHANGES:
        ctx.toast = await CHANGES[do](ctx, id)
    await ctx.say(SCREENS.get(do, OneSource)(source=id), edit=pressed.message_id)


@press(OwnerButton)
async def on_owner(pressed: Pressed[OwnerButton], ctx: Context) -> None:
    """«Чьё…»: another page of departments, or the choice."""
    check_right(ctx.who, Right.KEEP_SOURCES)
    id = SourceId(pressed.button.source)
    if pressed.button.department == NOT_CHOSEN:
        await ctx.say(SourceOwnerMenu(source=id, page=pressed.button.page), edit=pressed.message_id)
        return
    chosen = None if pressed.button.department == NOBODY else DepartmentId(pressed.button.department)
    await sources.set_owner(ctx.tx, id, chosen, by=ctx.who, now=ctx.now)
    ctx.toast = "Записали" if chosen else "Теперь ничьё: спорное решает координатор"
    await ctx.say(OneSource(source=id), edit=pressed.message_id)


@question(AskSource)
async def _link(incoming: Incoming, ctx: Context) -> None:
    """The link that was typed: another part of the program looks at it."""
    await sources.take_link(ctx.tx, ctx.policy, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(SourceChecking())


@question(AskSourceTown)
async def _town(incoming: Incoming, ctx: Context) -> None:
    """The settlement of which people write there."""
    id = SourceId(int(incoming.kept["source"]))
    await sources.set_town(ctx.tx, ctx.policy, id, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(OneSource(source=id))


@question(AskStopWords)
async def _stop_words(incoming: Incoming, ctx: Context) -> None:
    await _filter(incoming, ctx, FilterKind.STOP_WORDS)


@question(AskKeywords)
async def _keywords(incoming: Incoming, ctx: Context) -> None:
    await _filter(incoming, ctx, FilterKind.KEYWORDS)


async def _filter(incoming: Incoming, ctx: Context, kind: FilterKind) -> None:
    """The words that were typed; what they would have dropped is shown at once."""
    id = SourceId(int(incoming.kept["source"]))
    await sources.set_filter(ctx.tx, id, kind, incoming.text or " ", by=ctx.who, now=ctx.now)
    await ctx.say(SourceFilters(source=id))


async def _pause(ctx: Context, id: SourceId) -> str:
    await sources.pause(ctx.tx, id, by=ctx.who, now=ctx.now)
    return "Пауза. После неё придёт и то, что написали без нас"


async def _resume(ctx: Context, id: SourceId) -> str:
    await sources.resume(ctx.tx, id, by=ctx.who, now=ctx.now)
    return "Читаем снова"


async def _remove(ctx: Context, id: SourceId) -> str:
    await sources.remove(ctx.tx, id, by=ctx.who, now=ctx.now)
    return "Убрали. Вернуть можно здесь же"


async def _restore(ctx: Context, id: SourceId) -> str:
    await sources.restore(ctx.tx, id, by=ctx.who, now=ctx.now)
    is_read = (await ctx.tx.sources.get(id)).removed_at is None  # a chat comes back only by two
    return "Вернули. Первый обход запомнит старое, карточки пойдут с новых" if is_read else "Спросили других координаторов"


def _mark(mark: SourceMark, toast: str) -> Change:
    async def change(ctx: Context, id: SourceId) -> str:
        await sources.mark(ctx.tx, id, mark, by=ctx.who, now=ctx.now)
        return toast

    return change


def _priority(priority: Priority, toast: str) -> Change:
    async def change(ctx: Context, id: SourceId) -> str:
        await sources.set_priority(ctx.tx, id, priority, by=ctx.who, now=ctx.now)
        return toast

    return change


def _no_filter(kind: FilterKind) -> Change:
    async def change(ctx: Context, id: SourceId) -> str:
        await sources.set_filter(ctx.tx, id, kind, "", by=ctx.who, now=ctx.now)
        return "Этого фильтра больше нет"

    return change


CHANGES: Mapping[SourceDo, Change] = {
    SourceDo.PAUSE: _pause,
    SourceDo.RESUME: _resume,
    SourceDo.REMOVE: _remove,
    SourceDo.RESTORE: _restore,
    SourceDo.OFFICIAL: _mark(SourceMark.OFFICIAL, "Отметили: официальная. Что пишет от себя, больше не разбираем, только комментарии"),
    SourceDo.RESIDENTS: _mark(SourceMark.RESIDENTS, "Сняли отметку. Что пишет от своего имени, снова разбираем"),
    SourceDo.OFTEN: _priority(Priority.OFTEN, "Спрашиваем втрое чаще других"),
    SourceDo.USUAL: _priority(Priority.USUAL, "Спрашиваем как все остальные"),
    SourceDo.SELDOM: _priority(Priority.SELDOM, "Спрашиваем вдесятеро реже. Опасное оттуда тоже узнаем позже"),
    SourceDo.NO_STOP_WORDS: _no_filter(FilterKind.STOP_WORDS),
    SourceDo.NO_KEYWORDS: _no_filter(FilterKind.KEYWORDS),
}
"""Changes by one tap; each gives back its toast."""
