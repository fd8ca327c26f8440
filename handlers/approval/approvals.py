"""Approval in the chat: presses of approver and author.

Under A1, under A2 and A3, and on the card: «Отозвать», «Мой ответ», «Поторопить».
"""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.answer_dialogue import write_again
from handlers.approval.buttons import ApprovalButton, ApprovalDo, ApprovalModeButton
from handlers.kit.buttons import CardButton, Press
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
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
from incidents.desk.approval import approval_modes, approver
from incidents.desk.approval import author_approval as desk
from incidents.desk.approval.approval_words import may_decide, say_to_approver, say_to_author
from incidents.errors import DomainError, NotFound
from incidents.ids import AnswerId, IncidentId
from incidents.outbox_message import AboutAnswer
from incidents.role_rights import Right, check_right, has_right

commands = Router(name="approval_commands")
router = Router(name="approvals")

_MENUS: Mapping[ApprovalDo, type[AboutAnswer]] = {
    ApprovalDo.MORE: ApprovalMoreMenu,
    ApprovalDo.THREAD: ApprovalThread,
    ApprovalDo.HISTORY: ApprovalHistory,
}
_WORDED: Mapping[ReturnReason, type[AboutAnswer]] = {ReturnReason.OWN: AskApprovalOwn, ReturnReason.SILENCE: AskApprovalSilence}


@router.callback_query(ApprovalButton.filter(F.do.in_({ApprovalDo.SHOW, *_MENUS})))
async def on_menu(query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """A1 and its menus, in the pressed message itself."""
    id, menu = AnswerId(callback_data.answer), _MENUS.get(callback_data.do)
    await may_decide(ctx.tx, id, by=ctx.who)
    await ctx.say(_sheet(ctx, id) if menu is None else menu(answer=id), edit=_message(query))


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.PUBLISH))
async def on_publish(query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """«Опубликовать»: the 60 seconds begin, the pressed message follows them."""
    await approver.publish(ctx.tx, ctx.policy, AnswerId(callback_data.answer), by=ctx.who, now=ctx.now, message_id=_message(query))


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.RETURN))
async def on_return(query: CallbackQuery, callback_data: ApprovalButton, ctx: Context, state: FSMContext) -> None:
    """«Вернуть…»: the menu of reasons, words for those that want them, or back to the author at once."""
    id, message_id = AnswerId(callback_data.answer), _message(query)
    await approver.open_round(ctx.tx, id, by=ctx.who)
    reason = callback_data.reason
    if reason is None:
        await ctx.say(ApprovalReturnMenu(answer=id), edit=message_id)
        return
    if reason is ReturnReason.PRIVATE:
        await ctx.say(ApprovalPrivateMenu(answer=id), edit=message_id)
    elif reason in _WORDED:
        await ask(ctx, state, _WORDED[reason](answer=id), reason=reason.value, message=message_id)
    else:
        await approver.send_back(ctx.tx, id, reason, by=ctx.who, now=ctx.now, message_id=message_id)
        ctx.toast = "Вернули автору"


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.PRIVATE))
async def on_private(query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """«Ответить лично», after the question: back to the author with the phrase."""
    id, reason = AnswerId(callback_data.answer), ReturnReason.PRIVATE
    await approver.send_back(ctx.tx, id, reason, by=ctx.who, now=ctx.now, message_id=_message(query))
    ctx.toast = "Вернули автору"


@router.callback_query(ApprovalButton.filter(F.do.in_({ApprovalDo.EDIT, ApprovalDo.TIME})))
async def on_ask(query: CallbackQuery, callback_data: ApprovalButton, ctx: Context, state: FSMContext) -> None:
    """«Поправить» and «Назначить время» want words."""
    id = AnswerId(callback_data.answer)
    await approver.open_round(ctx.tx, id, by=ctx.who)
    what = AskApprovalEdit(answer=id) if callback_data.do is ApprovalDo.EDIT else AskApprovalTime(answer=id)
    await ask(ctx, state, what, message=_message(query))


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.HOLD_BACK))
async def on_hold_back(_query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """«Отменить отправку» by the approver."""
    await approver.hold_back(ctx.tx, AnswerId(callback_data.answer), by=ctx.who, now=ctx.now)
    ctx.toast = "Отправку остановили, ответ снова ждёт решения"


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.QUEUE))
async def on_queue(query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """«Показать по одному», «Следующий»: the oldest that waits, in this message."""
    await may_decide(ctx.tx, AnswerId(callback_data.answer), by=ctx.who)
    waiting = [each.answer_id for each in await ctx.tx.approvals.waiting()]
    if not waiting:
        raise NotFound("На согласовании пусто, всё решено")
    await ctx.say(_sheet(ctx, waiting[0]), edit=_message(query))


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.OTHERS))
async def on_others(_query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """«Передать заместителю»."""
    count = await approver.hand_to_others(ctx.tx, by=ctx.who, now=ctx.now)
    ctx.toast = f"Передали: {count}. Решить можете и вы, и они, кто раньше" if count else "На согласовании пусто, всё решено"


@router.callback_query(ApprovalButton.filter(F.do.in_({ApprovalDo.QUESTION, ApprovalDo.REPLY})))
async def on_question(_query: CallbackQuery, callback_data: ApprovalButton, ctx: Context, state: FSMContext) -> None:
    """«Спросить» of the author, «Ответить» of the approver."""
    id = AnswerId(callback_data.answer)
    await ask(ctx, state, AskApprovalQuestion(answer=id) if callback_data.do is ApprovalDo.QUESTION else AskApprovalReply(answer=id))


@router.callback_query(ApprovalButton.filter(F.do.in_({ApprovalDo.TAKE_BACK, ApprovalDo.CONFIRM, ApprovalDo.KEEP})))
async def on_author(query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """The author's «Отозвать», «Верно», «Как было»."""
    id = AnswerId(callback_data.answer)
    match callback_data.do:
        case ApprovalDo.TAKE_BACK:
            answer = await desk.take_back(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Отозвали, текст сохранён"
        case ApprovalDo.CONFIRM:
            answer = await desk.confirm(ctx.tx, id, by=ctx.who, now=ctx.now, seen=callback_data.choice)
        case _:
            answer = await desk.keep(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Оставили ваш текст, согласующий посмотрит ещё раз"
    await desk.follow(ctx.tx, answer)
    if answer.message_id != _message(query):
        is_edit = callback_data.do is not ApprovalDo.TAKE_BACK and answer.message_id is not None
        await ctx.say(ApprovalEdited(answer=id) if is_edit else AnswerNow(answer=id), edit=_message(query))


@router.callback_query(
    CardButton.filter(F.press.in_({Press.RECALL, Press.MY_ANSWER, Press.SEE_ANSWER, Press.HURRY, Press.FIX, Press.ASK_APPROVER}))
)
async def on_card(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """Presses on a card about the answer that is on approval or came back from it."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    current = await ctx.tx.approvals.latest(incident.id)
    if current is None:
        raise NotFound("Этот ответ на согласование не отправляли")
    id = current.answer_id
    match callback_data.press:
        case Press.RECALL:
            await desk.follow(ctx.tx, await desk.take_back(ctx.tx, id, by=ctx.who, now=ctx.now))
            ctx.toast = "Отозвали, текст сохранён. Поправить его можно на карточке"
        case Press.HURRY:
            await approver.hurry(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Поторопили"
        case Press.SEE_ANSWER if has_right(ctx.who, Right.SEE_APPROVAL):
            await ctx.say(_sheet(ctx, id))
        case Press.FIX:
            await write_again(ctx, state, id)
        case Press.ASK_APPROVER:
            await ask(ctx, state, AskApprovalQuestion(answer=id))
        case _:
            desk.check_author(ctx.who, await ctx.tx.answers.get(id), await ctx.tx.incidents.get(current.incident_id))
            await ctx.say(MyAnswer(answer=id))


@commands.message(command("approval"))
async def on_modes(_message: Message, ctx: Context) -> None:
    """/approval: whose answers are approved."""
    await ctx.say(ApprovalModes(official=ctx.who.id))


@commands.callback_query(ApprovalModeButton.filter())
async def on_mode(query: CallbackQuery, callback_data: ApprovalModeButton, ctx: Context) -> None:
    """A mode is set, or a department's menu opened."""
    check_right(ctx.who, Right.KEEP_APPROVAL)
    opened, mode = callback_data.department, callback_data.wanted
    if mode is not None:
        await approval_modes.set_mode(ctx.tx, opened, mode, by=ctx.who, now=ctx.now)
        ctx.toast, opened = "Записали", ""
    await ctx.say(ApprovalModes(official=ctx.who.id, department=opened), edit=_message(query))


async def _edited(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id = AnswerId(data["answer"])
    where = {"message_id": data.get("message"), "typed_id": message.message_id}
    answer = await approver.propose(ctx.tx, ctx.policy, id, message.text or "", by=ctx.who, now=ctx.now, **where)
    if answer.state is AnswerState.SCHEDULED:
        await ctx.say(_sheet(ctx, id))


async def _returned(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    reason, words = ReturnReason(data["reason"]), message.text or ""
    await approver.send_back(ctx.tx, AnswerId(data["answer"]), reason, by=ctx.who, now=ctx.now, words=words, message_id=data.get("message"))


async def _timed(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    at = moment_in(message.text or "", now=ctx.now, timezone=ctx.policy.calendar.timezone)
    if at is None:
        raise DomainError("Не поняли время. Напишите, например, «сегодня в 16:00» или «завтра к обеду»")
    await approver.publish(ctx.tx, ctx.policy, AnswerId(data["answer"]), by=ctx.who, now=ctx.now, at=at, message_id=data.get("message"))
    await ctx.say(_sheet(ctx, AnswerId(data["answer"])))


async def _asked(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    await say_to_approver(ctx.tx, AnswerId(data["answer"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(ApprovalTold(answer=AnswerId(data["answer"]), to=Side.APPROVER))


async def _replied(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    await say_to_author(ctx.tx, AnswerId(data["answer"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(ApprovalTold(answer=AnswerId(data["answer"]), to=Side.AUTHOR))


QUESTIONS = {
    asked(AskApprovalEdit): Question(answered=_edited),
    asked(AskApprovalOwn): Question(answered=_returned),
    asked(AskApprovalSilence): Question(answered=_returned),
    asked(AskApprovalTime): Question(answered=_timed),
    asked(AskApprovalQuestion): Question(answered=_asked),
    asked(AskApprovalReply): Question(answered=_replied),
}


def _message(query: CallbackQuery) -> int | None:
    return query.message.message_id if query.message is not None else None


def _sheet(ctx: Context, answer: AnswerId) -> ApprovalSheet:
    return ApprovalSheet(answer=answer, official=ctx.who.id)
