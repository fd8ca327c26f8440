"""/works, and «Ответ с этим сроком» on a card."""

from datetime import UTC, datetime
from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.answer_dialogue import show, write
from handlers.kit.buttons import CardButton, Press
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked, private
from handlers.works.buttons import AnnouncedButton, AnnouncedDo, WorksAmend, WorksButton, WorksDo, WorksFamily, WorksUntil
from incidents.desk.answers import draft_answer
from incidents.desk.deadlines.night_digest import overrule
from incidents.desk.works import works as desk
from incidents.desk.works import works_extended as moved
from incidents.desk.works.works_announced import enter
from incidents.errors import NotFound
from incidents.ids import AnswerId, IncidentId, PostId, WorksId
from incidents.messages import Delete
from incidents.role_rights import Right, check_right
from incidents.works.messages import AskWorksPlace, AskWorksText, AskWorksTime, AskWorksUntil, WorksFamilies, WorksList, WorksOne
from incidents.works.values import WORKED_ON, WorkPlace, places_in, span_in

router = Router(name="works")


@router.message(command("works"), F.chat.type == "private")
async def on_works(_message: Message, ctx: Context) -> None:
    """What is planned."""
    await ctx.say(WorksList(official=ctx.who.id))


@router.callback_query(WorksButton.filter())
async def on_do(query: CallbackQuery, callback_data: WorksButton, ctx: Context, state: FSMContext) -> None:
    """A page, one of the works, or its end."""
    check_right(ctx.who, Right.PLAN_WORKS)
    edit = query.message.message_id if query.message is not None else None
    id = WorksId(callback_data.works)
    match callback_data.do:
        case WorksDo.LIST:
            await ctx.say(WorksList(official=ctx.who.id, page=callback_data.works), edit=edit)
        case WorksDo.ADD:
            await ctx.say(WorksFamilies(), edit=edit)
        case WorksDo.SHOW:
            await ctx.say(WorksOne(official=ctx.who.id, works=id), edit=edit)
        case WorksDo.MOVE:
            await ctx.say(WorksOne(official=ctx.who.id, works=id, move=True), edit=edit)
        case WorksDo.MOVE_TYPED:
            await ctx.tx.works.get(id)
            await ask(ctx, state, AskWorksUntil(works=id))
        case WorksDo.END:
            await ctx.say(WorksOne(official=ctx.who.id, works=id, sure=True), edit=edit)
        case WorksDo.END_SURE:
            await desk.end(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Закончили. На карточках строки о работах больше нет"
            await ctx.say(WorksList(official=ctx.who.id), edit=edit)


@router.callback_query(WorksUntil.filter())
async def on_until(query: CallbackQuery, callback_data: WorksUntil, ctx: Context) -> None:
    """«До 20:00»: the end moves."""
    edit = query.message.message_id if query.message is not None else None
    until = datetime.fromtimestamp(callback_data.until, UTC)
    await _moved(ctx, WorksId(callback_data.works), until, edit)


@router.callback_query(WorksAmend.filter())
async def on_amend(query: CallbackQuery, callback_data: WorksAmend, ctx: Context, state: FSMContext) -> None:
    """«Поправка с новым сроком»: a draft that is shown, to be sent or changed."""
    id, answer_id = WorksId(callback_data.works), AnswerId(callback_data.answer)
    answer = await moved.correct(ctx.tx, ctx.policy, id, answer_id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(private(state, ctx), answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, None)
    ctx.toast = "Поправка готова, посмотрите и отправьте"


@router.callback_query(WorksFamily.filter())
async def on_family(_query: CallbackQuery, callback_data: WorksFamily, ctx: Context, state: FSMContext) -> None:
    """What will be switched off: where is asked next."""
    check_right(ctx.who, Right.PLAN_WORKS)
    if callback_data.family not in WORKED_ON:
        raise NotFound("Такого вида работ нет. Начните снова: /works")
    await ask(ctx, state, AskWorksPlace(family=callback_data.family))


@router.callback_query(CardButton.filter(F.press == Press.WORKS))
async def on_suggest(_query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Ответ с этим сроком»: a draft that is shown, to be sent or changed."""
    id = IncidentId(callback_data.incident)
    text = await desk.suggest(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    answer = await draft_answer.create_draft(ctx.tx, id, text, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(private(state, ctx), id, answer.id)
    await show(ctx, answer, None)
    ctx.toast = "Черновик готов, посмотрите и отправьте"


@router.callback_query(AnnouncedButton.filter(F.do == AnnouncedDo.ENTER))
async def on_enter(query: CallbackQuery, callback_data: AnnouncedButton, ctx: Context) -> None:
    """«Занести»: the message becomes the works."""
    kept = await enter(ctx.tx, ctx.policy, PostId(callback_data.post), by=ctx.who, now=ctx.now)
    edit = query.message.message_id if query.message is not None else None
    await ctx.say(WorksOne(official=ctx.who.id, works=kept.id, new=True), edit=edit)


@router.callback_query(AnnouncedButton.filter(F.do == AnnouncedDo.APPEAL))
async def on_appeal(query: CallbackQuery, callback_data: AnnouncedButton, ctx: Context) -> None:
    """«Это обращение»: a resident complains, so a card is opened."""
    outcome = await overrule(ctx.tx, ctx.policy, PostId(callback_data.post), by=ctx.who, now=ctx.now)
    number = f" № {outcome.incident.number}" if outcome.incident else ""
    ctx.toast = f"Взяли в работу{number}"
    if query.message is not None:
        await ctx.say(Delete(), edit=query.message.message_id)


@router.callback_query(AnnouncedButton.filter(F.do == AnnouncedDo.OTHER))
async def on_other(query: CallbackQuery, callback_data: AnnouncedButton, ctx: Context) -> None:
    """«Не то»: the message goes."""
    check_right(ctx.who, Right.PLAN_WORKS)
    ctx.toast = "Не заносим"
    if query.message is not None:
        await ctx.say(Delete(), edit=query.message.message_id)


async def _where(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    places = places_in(message.text or "", ctx.policy.places)
    kept = [[each.settlement_id, each.street_id, each.title] for each in places]
    await ask(ctx, state, AskWorksTime(family=data["family"]), places=kept)


async def _when(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    since, until = span_in(message.text or "", now=ctx.now, timezone=ctx.policy.calendar.timezone)
    span = [since.isoformat(), until.isoformat()]
    await ask(ctx, state, AskWorksText(), family=data["family"], places=data["places"], span=span)


async def _what(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    places = tuple(WorkPlace(settlement_id=town, street_id=street, title=title) for town, street, title in data["places"])
    since, until = (datetime.fromisoformat(each) for each in data["span"])
    kept = await desk.add(ctx.tx, data["family"], places, (since, until), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(WorksOne(official=ctx.who.id, works=kept.id, new=True))


async def _until(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    _, until = span_in(message.text or "", now=ctx.now, timezone=ctx.policy.calendar.timezone)
    await _moved(ctx, WorksId(data["works"]), until, None)


async def _moved(ctx: Context, id: WorksId, until: datetime, edit: int | None) -> None:
    _, promised = await moved.extend(ctx.tx, ctx.policy, id, until, by=ctx.who, now=ctx.now)
    ctx.toast = "Срок изменили" + (f". Прежний обещали в ответах: {promised}, авторам предложили поправку" if promised else "")
    await ctx.say(WorksOne(official=ctx.who.id, works=id), edit=edit)


QUESTIONS = {
    asked(AskWorksPlace): Question(answered=_where),
    asked(AskWorksTime): Question(answered=_when),
    asked(AskWorksText): Question(answered=_what),
    asked(AskWorksUntil): Question(answered=_until),
}
