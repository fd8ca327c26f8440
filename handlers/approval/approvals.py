"""Approval in the chat: presses of approver and author.

Under A1, under A2 and A3, and on the card: «Отозвать», «Мой ответ», «Поторопить».
"""

from collections.abc import Mapping

from handlers.answers.answer_dialogue import write_again
from handlers.approval.buttons import ApprovalButton, ApprovalDo, ApprovalModeButton
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from incidents.answers.messages import AnswerNow
from incidents.answers.values import AnswerState
from incidents.approval.messages import (
    ApprovalEdited,
    ApprovalHistory,
    ApprovalModes,
    ApprovalMoreMenu,
    ApprovalPrivateMenu,
    ApprovalReturnMenu,
    ApprovalSheet,
    ApprovalThread,
    ApprovalTold,
    AskApprovalEdit,
    AskApprovalOwn,
    AskApprovalQuestion,
    AskApprovalReply,
    AskApprovalSilence,
    AskApprovalTime,
    MyAnswer,
    Side,
)
from incidents.approval.values import ReturnReason
from incidents.dates.find import moment_in
from incidents.desk.approval import approval_modes, approver, author_approval, each_alike
from incidents.desk.approval.approval_words import may_decide, say_to_approver, say_to_author
from incidents.errors import DomainError, NotFound
from incidents.ids import AnswerId, IncidentId
from incidents.outbox_message import AboutAnswer
from incidents.role_rights import Right, check_right, has_right

_MENUS: Mapping[ApprovalDo, type[AboutAnswer]] = {
    ApprovalDo.MORE: ApprovalMoreMenu,
    ApprovalDo.THREAD: ApprovalThread,
    ApprovalDo.HISTORY: ApprovalHistory,
}
_WORDED: Mapping[ReturnReason, type[AboutAnswer]] = {ReturnReason.OWN: AskApprovalOwn, ReturnReason.SILENCE: AskApprovalSilence}


@press(ApprovalButton, ApprovalDo.SHOW, *_MENUS)
async def on_menu(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """A1 and its menus, in the pressed message itself."""
    id, menu = AnswerId(pressed.button.answer), _MENUS.get(pressed.button.do)
    await may_decide(ctx.tx, id, by=ctx.who)
    await ctx.say(_sheet(ctx, id) if menu is None else menu(answer=id), edit=pressed.message_id)


@press(ApprovalButton, ApprovalDo.PUBLISH)
async def on_publish(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Опубликовать»: the 60 seconds begin, the pressed message follows them."""
    await each_alike.publish(ctx.tx, ctx.policy, AnswerId(pressed.button.answer), by=ctx.who, now=ctx.now, message_id=pressed.message_id)


@press(ApprovalButton, ApprovalDo.RETURN)
async def on_return(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Вернуть…»: the menu of reasons, words for those that want them, or back to the author at once."""
    id = AnswerId(pressed.button.answer)
    await approver.open_round(ctx.tx, id, by=ctx.who)
    reason = pressed.button.reason
    if reason is None:
        await ctx.say(ApprovalReturnMenu(answer=id), edit=pressed.message_id)
        return
    if reason is ReturnReason.PRIVATE:
        await ctx.say(ApprovalPrivateMenu(answer=id), edit=pressed.message_id)
    elif reason in _WORDED:
        await ask(ctx, _WORDED[reason](answer=id), reason=reason.value, message=pressed.message_id)
    else:
        await each_alike.send_back(ctx.tx, id, reason, by=ctx.who, now=ctx.now, message_id=pressed.message_id)
        ctx.toast = "Вернули автору"


@press(ApprovalButton, ApprovalDo.PRIVATE)
async def on_private(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Ответить лично», after the question: back to the author with the phrase."""
    id, reason = AnswerId(pressed.button.answer), ReturnReason.PRIVATE
    await each_alike.send_back(ctx.tx, id, reason, by=ctx.who, now=ctx.now, message_id=pressed.message_id)
    ctx.toast = "Вернули автору"


@press(ApprovalButton, ApprovalDo.EDIT, ApprovalDo.TIME)
async def on_ask(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Поправить» and «Назначить время» want words."""
    id = AnswerId(pressed.button.answer)
    await approver.open_round(ctx.tx, id, by=ctx.who)
    what = AskApprovalEdit(answer=id) if pressed.button.do is ApprovalDo.EDIT else AskApprovalTime(answer=id)
    await ask(ctx, what, message=pressed.message_id)


@press(ApprovalButton, ApprovalDo.HOLD_BACK)
async def on_hold_back(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Отменить отправку» by the approver."""
    id = AnswerId(pressed.button.answer)
    await each_alike.do_alike(ctx.tx, id, lambda each, _: approver.hold_back(ctx.tx, each, by=ctx.who, now=ctx.now))
    ctx.toast = "Отправку остановили, ответ снова ждёт решения"


@press(ApprovalButton, ApprovalDo.QUEUE)
async def on_queue(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Показать по одному», «Следующий»: the oldest that waits, in this message."""
    await may_decide(ctx.tx, AnswerId(pressed.button.answer), by=ctx.who)
    waiting = [each.answer_id for each in await ctx.tx.approvals.waiting()]
    if not waiting:
        raise NotFound("На согласовании пусто, всё решено")
    await ctx.say(_sheet(ctx, waiting[0]), edit=pressed.message_id)


@press(ApprovalButton, ApprovalDo.OTHERS)
async def on_others(_pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Передать заместителю»."""
    count = await approver.hand_to_others(ctx.tx, by=ctx.who, now=ctx.now)
    ctx.toast = f"Передали: {count}. Решить можете и вы, и они, кто раньше" if count else "На согласовании пусто, всё решено"


@press(ApprovalButton, ApprovalDo.QUESTION, ApprovalDo.REPLY)
async def on_question(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Спросить» of the author, «Ответить» of the approver."""
    id = AnswerId(pressed.button.answer)
    await ask(ctx, AskApprovalQuestion(answer=id) if pressed.button.do is ApprovalDo.QUESTION else AskApprovalReply(answer=id))


@press(ApprovalButton, ApprovalDo.TAKE_BACK, ApprovalDo.CONFIRM, ApprovalDo.KEEP)
async def on_author(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """The author's «Отозвать», «Верно», «Как было»."""
    id = AnswerId(pressed.button.answer)
    match pressed.button.do:
        case ApprovalDo.TAKE_BACK:
            back, _ = await each_alike.do_alike(
                ctx.tx, id, lambda each, _: author_approval.take_back(ctx.tx, each, by=ctx.who, now=ctx.now)
            )
            answer = back[0]
            ctx.toast = "Отозвали, текст сохранён"
        case ApprovalDo.CONFIRM:
            answer = await author_approval.confirm(ctx.tx, id, by=ctx.who, now=ctx.now, seen=pressed.button.choice)
        case _:
            answer = await author_approval.keep(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Оставили ваш текст, согласующий посмотрит ещё раз"
    await author_approval.follow(ctx.tx, answer)
    if answer.message_id != pressed.message_id:
        is_edit = pressed.button.do is not ApprovalDo.TAKE_BACK and answer.message_id is not None
        await ctx.say(ApprovalEdited(answer=id) if is_edit else AnswerNow(answer=id), edit=pressed.message_id)


@press(CardButton, Press.RECALL, Press.MY_ANSWER, Press.SEE_ANSWER, Press.HURRY, Press.FIX, Press.ASK_APPROVER)
async def on_card(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Presses on a card about the answer that is on approval or came back from it."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    current = await ctx.tx.approvals.latest(incident.id)
    if current is None:
        raise NotFound("Этот ответ на согласование не отправляли")
    id = current.answer_id
    match pressed.button.press:
        case Press.RECALL:
            await author_approval.follow(ctx.tx, await author_approval.take_back(ctx.tx, id, by=ctx.who, now=ctx.now))
            ctx.toast = "Отозвали, текст сохранён. Поправить его можно на карточке"
        case Press.HURRY:
            await approver.hurry(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Поторопили"
        case Press.SEE_ANSWER if has_right(ctx.who, Right.SEE_APPROVAL):
            await ctx.say(_sheet(ctx, id))
        case Press.FIX:
            await write_again(ctx, id)
        case Press.ASK_APPROVER:
            await ask(ctx, AskApprovalQuestion(answer=id))
        case _:
            author_approval.check_author(ctx.who, await ctx.tx.answers.get(id), await ctx.tx.incidents.get(current.incident_id))
            await ctx.say(MyAnswer(answer=id))


@command("approval")
async def on_modes(_incoming: Incoming, ctx: Context) -> None:
    """/approval: whose answers are approved."""
    await ctx.say(ApprovalModes(official=ctx.who.id))


@press(ApprovalModeButton)
async def on_mode(pressed: Pressed[ApprovalModeButton], ctx: Context) -> None:
    """A mode is set, or a department's menu opened."""
    check_right(ctx.who, Right.KEEP_APPROVAL)
    opened, mode = pressed.button.department, pressed.button.wanted
    if mode is not None:
        await approval_modes.set_mode(ctx.tx, opened, mode, by=ctx.who, now=ctx.now)
        ctx.toast, opened = "Записали", ""
    await ctx.say(ApprovalModes(official=ctx.who.id, department=opened), edit=pressed.message_id)


@question(AskApprovalEdit)
async def _edited(incoming: Incoming, ctx: Context) -> None:
    id = AnswerId(incoming.kept["answer"])
    where = {"message_id": incoming.kept.get("message"), "typed_id": incoming.message_id}
    answer = await approver.propose(ctx.tx, ctx.policy, id, incoming.text, by=ctx.who, now=ctx.now, **where)
    if answer.state is AnswerState.SCHEDULED:
        await ctx.say(_sheet(ctx, id))


@question(AskApprovalOwn)
@question(AskApprovalSilence)
async def _returned(incoming: Incoming, ctx: Context) -> None:
    reason, words = ReturnReason(incoming.kept["reason"]), incoming.text
    await each_alike.send_back(
        ctx.tx, AnswerId(incoming.kept["answer"]), reason, by=ctx.who, now=ctx.now, words=words, message_id=incoming.kept.get("message")
    )


@question(AskApprovalTime)
async def _timed(incoming: Incoming, ctx: Context) -> None:
    at = moment_in(incoming.text, now=ctx.now, timezone=ctx.policy.calendar.timezone)
    if at is None:
        raise DomainError("Не поняли время. Напишите, например, «сегодня в 16:00» или «завтра к обеду»")
    await each_alike.publish(
        ctx.tx, ctx.policy, AnswerId(incoming.kept["answer"]), by=ctx.who, now=ctx.now, at=at, message_id=incoming.kept.get("message")
    )
    await ctx.say(_sheet(ctx, AnswerId(incoming.kept["answer"])))


@question(AskApprovalQuestion)
async def _asked(incoming: Incoming, ctx: Context) -> None:
    await say_to_approver(ctx.tx, AnswerId(incoming.kept["answer"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(ApprovalTold(answer=AnswerId(incoming.kept["answer"]), to=Side.APPROVER))


@question(AskApprovalReply)
async def _replied(incoming: Incoming, ctx: Context) -> None:
    await say_to_author(ctx.tx, AnswerId(incoming.kept["answer"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(ApprovalTold(answer=AnswerId(incoming.kept["answer"]), to=Side.AUTHOR))


def _sheet(ctx: Context, answer: AnswerId) -> ApprovalSheet:
    return ApprovalSheet(answer=answer, official=ctx.who.id)
