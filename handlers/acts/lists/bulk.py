"""Presses of «Несколько сразу»: choose, accept, answer, hand over, close, take back."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from handlers.acts.buttons import BulkButton, BulkDo
from handlers.acts.lists.bulk_words import moment_of
from handlers.acts.lists.incident_lists_data import for_many, queue_of
from handlers.kit.buttons import CardButton, Press
from handlers.kit.choices import read
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.labels import PAGE
from handlers.kit.question_dialogue import keep_asking
from handlers.kit.registry import press, question, question_code
from incidents.acts.bulk import MOST, BulkDone, BulkMenu, alike, handing_over, takes_any, trouble_of
from incidents.acts.coordinator_queue import Waiting
from incidents.acts.undo import UNDO_FOR
from incidents.answers.alike_answers import AskAlike
from incidents.desk.acts.bulk import act_on_each
from incidents.desk.acts.close_and_reopen import Close
from incidents.desk.acts.undo import undo_all
from incidents.desk.routing.accept_return_assign import Assign, Return
from incidents.errors import Unchanged, WrongStep
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, ClosingOutcome, Incident
from incidents.messages import Delete, NotUnderstood
from incidents.rights import may_read

_OLD = "Этот выбор уже закрыт, с карточками ничего не сделали. Откройте его ещё раз: /my"


@press(BulkButton, BulkDo.MY, BulkDo.QUEUE)
async def on_list(pressed: Pressed[BulkButton], ctx: Context) -> None:
    """«Несколько сразу» under /my or a kind of /queue."""
    if pressed.button.do is BulkDo.MY:
        await _open(ctx, await for_many(ctx.tx, ctx.who))
    else:
        await _open(ctx, (await queue_of(ctx.tx, ctx.now)).get(read(Waiting, pressed.button.key), ()))


@press(CardButton, Press.SEVERAL)
async def on_mass(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Несколько сразу» under a mass event: all cards of its trouble in its settlement."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await _open(ctx, [each for each in await ctx.tx.incidents.unfinished() if trouble_of(each) == trouble_of(incident)])


async def _open(ctx: Context, cards: Iterable[Incident]) -> None:
    """What is one trouble in one settlement is chosen already."""
    offered = {each.id: each for each in cards if may_read(ctx.who, each) and takes_any(ctx.who, each)}
    if not offered:
        raise Unchanged("Здесь нечего принять, передать или закрыть: всё уже взяли или решают другие")
    await ctx.dialogue.clear()
    ids, is_one = tuple(offered)[:MOST], len(alike(offered.values())) == 1
    await _show(ctx, ids, ids if is_one else (), None, more=max(0, len(offered) - MOST))


async def _show(
    ctx: Context, ids: Sequence[IncidentId], chosen: Collection[IncidentId], edit: int | None, **of: Any
) -> None:  # Any: fields
    """The choice is kept in the dialogue, so that a restart forgets nothing."""
    kept = tuple(id for id in ids if id in chosen)
    more = of.pop("more", None) or (await ctx.dialogue.get_data()).get("more") or 0
    await keep_asking(ctx, BulkMenu, cards=list(ids), chosen=list(kept), more=more)
    await ctx.say(BulkMenu(official=ctx.who.id, incidents=tuple(ids), chosen=kept, more=more, **of), edit=edit)


async def _chosen(ctx: Context) -> tuple[Sequence[IncidentId], Sequence[IncidentId]]:
    """The cards of the open choice, and which are chosen.

    Raises WrongStep where another question took its place.
    """
    data = await ctx.dialogue.get_data()
    if data.get("what") != question_code(BulkMenu):
        raise WrongStep(_OLD)
    return data["cards"], data["chosen"]


@press(BulkButton, BulkDo.GROUP, BulkDo.CARD, BulkDo.PAGE, BulkDo.HAND_OVER, BulkDo.END)
async def on_choose(pressed: Pressed[BulkButton], ctx: Context) -> None:
    """A group or a card more, or not any more; another page."""
    ids, chosen = await _chosen(ctx)
    do, id = pressed.button.do, pressed.button.id
    if do in {BulkDo.PAGE, BulkDo.HAND_OVER, BulkDo.END}:
        await _show(ctx, ids, chosen, pressed.message_id, page=id, is_handing=do is BulkDo.HAND_OVER, is_closing=do is BulkDo.END)
        return
    groups = alike(await ctx.tx.incidents.these(ids)) if do is BulkDo.GROUP else [[IncidentId(id)]]
    toggled = next((set(group) for group in groups if id in group), set())
    is_off = toggled <= set(chosen)
    page = ids.index(IncidentId(id)) // PAGE if do is BulkDo.CARD and id in ids else 0
    await _show(ctx, ids, set(chosen) - toggled if is_off else {*chosen, *toggled}, pressed.message_id, page=page)


@press(BulkButton, BulkDo.ACCEPT, BulkDo.DEPARTMENT, BulkDo.OUTCOME)
async def on_act(pressed: Pressed[BulkButton], ctx: Context) -> None:
    """Accept all that are chosen, give them to a department, or close them."""
    _ids, chosen = await _chosen(ctx)
    what, by = Act.ACCEPT, ctx.who
    choice: Assign | Return | Close | None = None
    if pressed.button.do is BulkDo.DEPARTMENT:
        what, department = handing_over(by), DepartmentId(pressed.button.key)
        choice = Assign(department_id=department) if what is Act.ASSIGN else Return(department_id=department)
    elif pressed.button.do is BulkDo.OUTCOME:
        what, choice = Act.CLOSE, Close(outcome=read(ClosingOutcome, pressed.button.key))
    changed, left = await act_on_each(ctx.tx, ctx.policy, chosen, what, by=by, now=ctx.now, choice=choice)
    await ctx.dialogue.clear()
    outcome = BulkDone(official=by.id, act=what, changed=tuple(changed), left=tuple(left), until=ctx.now + UNDO_FOR)
    await ctx.say(outcome, edit=pressed.message_id)


@press(BulkButton, BulkDo.ANSWER)
async def on_answer(pressed: Pressed[BulkButton], ctx: Context) -> None:
    """«Ответить»: one text for all that are chosen."""
    _ids, chosen = await _chosen(ctx)
    if not chosen:
        raise Unchanged("Сначала выберите карточки")
    await keep_asking(ctx, AskAlike, cards=list(chosen))
    await ctx.say(AskAlike(official=ctx.who.id, incidents=tuple(chosen)), edit=pressed.message_id)


@press(BulkButton, BulkDo.UNDO)
async def on_undo(pressed: Pressed[BulkButton], ctx: Context) -> None:
    """«Вернуть: 37»."""
    what, until = read(Act, pressed.button.key), moment_of(pressed.button.id)
    count = await undo_all(ctx.tx, ctx.policy, what, until, by=ctx.who, now=ctx.now)
    ctx.toast = f"Вернули, как было: {count}"
    await _take_away(pressed, ctx)


@press(BulkButton, BulkDo.CLOSE)
async def on_close(pressed: Pressed[BulkButton], ctx: Context) -> None:
    """«Назад»: nothing was done."""
    await _chosen(ctx)
    await ctx.dialogue.clear()
    await _take_away(pressed, ctx)


async def _take_away(pressed: Pressed[BulkButton], ctx: Context) -> None:
    if pressed.message_id is not None:
        await ctx.tx.outbox.say(pressed.chat.id, Delete(), edit=pressed.message_id, sound=False)


@question(BulkMenu)
async def _typed(_incoming: Incoming, ctx: Context) -> None:
    """Words are no choice: it is over, nothing was done."""
    await ctx.say(NotUnderstood())
