"""Presses of a promise: «Сделано» and «Новый срок».

Both end in a text for the resident that is shown before it goes.
"""

from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.answers.drafting import Drafting, draft_by_press
from handlers.kit import day_choice, menus
from handlers.kit.buttons import CardButton, Day, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from handlers.promises.buttons import DoneHow, done_how
from incidents.answers.facts import FactKind
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Close
from incidents.desk.answers.promise_words import tell_done, tell_moved
from incidents.desk.promises.promises import end_as_done, get_standing
from incidents.desk.promises.told import owes_word
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.promises.messages import AskPromiseDate, PromiseDateMenu, PromiseDoneMenu
from incidents.promises.values import first_standing, waits_for_its_day
from incidents.rights import check


@press(CardButton, Press.PROMISE_DONE)
async def on_press_done(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Сделано» of a card: ask what the resident hears of it, where they have not heard it yet."""
    incident = await _speaking(ctx, pressed.button.incident, Act.CLOSE)
    if waits_for_its_day(incident) or await owes_word(ctx.tx, ctx.policy, incident):
        await menus.show(pressed, ctx, PromiseDoneMenu(incident=incident.id))
    else:
        await _close(ctx, incident, None)


@press(CardButton, Press.PROMISE_DATE)
async def on_press_date(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Новый срок»: the menu of days, if there is a promise to speak of."""
    incident = await _speaking(ctx, pressed.button.incident, Act.INTERIM)
    await menus.show(pressed, ctx, PromiseDateMenu(incident=incident.id))


async def _speaking(ctx: Context, id: int, act: Act) -> Incident:
    """The incident whose promise is spoken of, also when it is closed and the promise waits for its day."""
    incident = await _waiting(ctx, id, act)
    await get_standing(ctx.tx, incident.id)
    return incident


async def _waiting(ctx: Context, id: int, act: Act) -> Incident:
    incident = await ctx.tx.incidents.get(IncidentId(id))
    if not waits_for_its_day(incident):
        return await menus.get_if_allowed(ctx, id, act)
    check(ctx.who, act, incident)
    return incident


async def asks_word(pressed: Pressed[MenuButton], ctx: Context) -> bool:
    """Turn the menu of outcomes into «Написать об этом жителю?»; False where the resident knows it already."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.CLOSE)
    if not await owes_word(ctx.tx, ctx.policy, incident):
        return False
    await menus.show(pressed, ctx, PromiseDoneMenu(incident=incident.id))
    return True


@press(MenuButton, Menu.PROMISE_DONE)
async def on_done(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """The deed is done: with a word to the resident, said already, or not to be said, and why."""
    how = pressed.button.read(done_how)
    incident = await _waiting(ctx, pressed.button.incident, Act.CLOSE)
    match how:
        case DoneHow.WRITE:
            await _write(pressed, ctx, incident)
            return
        case DoneHow.CLOSE:
            ctx.toast = "Почему не напишем? Выберите причину"
            await menus.show(pressed, ctx, PromiseDoneMenu(incident=incident.id))
            return
        case DoneHow.SAID:
            await _close(ctx, incident, None)
        case _:
            await _close(ctx, incident, how)
    await menus.close(pressed, ctx)


async def _write(pressed: Pressed[object], ctx: Context, incident: Incident) -> None:
    """In our own former words, if there is a promise; else by the fact «Сделано»."""
    if first_standing(await ctx.tx.promises.of(incident.id)) is not None:
        answer = await tell_done(ctx.tx, ctx.policy, incident.id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
        await _preview(pressed, ctx, answer)
        await menus.close(pressed, ctx)
    else:
        day = ctx.policy.today(ctx.now)
        await draft_by_press(pressed, ctx, Drafting(incident=incident.id, fact=FactKind.DONE, day=day))


async def _close(ctx: Context, incident: Incident, untold: Untold | None) -> None:
    if waits_for_its_day(incident):
        await end_as_done(ctx.tx, ctx.policy, incident.id, untold=untold, by=ctx.who, now=ctx.now)
        ctx.toast = "Отметили: сделано"
        return
    choice = Close(outcome=ClosingOutcome.DONE, untold=untold, by_hand=untold is None)
    await act(ctx.tx, ctx.policy, incident.id, Act.CLOSE, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"Закрыто: сделано. {UNDO_HINT}"


@press(MenuButton, Menu.PROMISE_DATE)
async def on_date(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """Another day, from the menu or to be typed."""
    id, day = IncidentId(pressed.button.incident), pressed.button.read(Day)
    if day is Day.TYPED:
        await _speaking(ctx, id, Act.INTERIM)
        await ask(ctx, AskPromiseDate(incident=id))
        menus.in_private(pressed, ctx)
    else:
        new = day_choice.chosen(ctx, day).astimezone(ctx.policy.calendar.timezone).date()
        await _preview(pressed, ctx, await tell_moved(ctx.tx, ctx.policy, id, new, by=ctx.who, guid=uuid4().hex, now=ctx.now))
    await menus.close(pressed, ctx)


@question(AskPromiseDate)
async def _typed(incoming: Incoming, ctx: Context) -> None:
    new = day_choice.typed(ctx, incoming.text).astimezone(ctx.policy.calendar.timezone).date()
    answer = await tell_moved(ctx.tx, ctx.policy, IncidentId(incoming.kept["incident"]), new, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show_draft(ctx, answer, kind=AnswerKind.FINAL)


async def _preview(pressed: Pressed[object], ctx: Context, answer: Answer) -> None:
    await show_draft(ctx, answer, kind=AnswerKind.FINAL)
    menus.in_private(pressed, ctx)
