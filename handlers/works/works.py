"""/works, and «Ответ с этим сроком» on a card."""

from datetime import UTC, datetime
from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from handlers.works.buttons import AnnouncedButton, AnnouncedDo, WorksAmend, WorksButton, WorksDo, WorksFamily, WorksUntil
from incidents.desk.answers import draft_answer
from incidents.desk.intake import judge_dropped
from incidents.desk.works import works, works_extended
from incidents.desk.works.works_announced import enter
from incidents.errors import NotFound
from incidents.ids import AnswerId, IncidentId, PostId, WorksId
from incidents.messages import Delete
from incidents.role_rights import Right, check_right
from incidents.works.messages import AskWorksPlace, AskWorksText, AskWorksTime, AskWorksUntil, WorksFamilies, WorksList, WorksOne
from incidents.works.values import WORKED_ON, WorkPlace, places_in, span_in


@command("works", private=True)
async def on_works(_incoming: Incoming, ctx: Context) -> None:
    """What is planned."""
    await ctx.say(WorksList(official=ctx.who.id))


@press(WorksButton)
async def on_do(pressed: Pressed[WorksButton], ctx: Context) -> None:
    """A page, one of the works, or its end."""
    check_right(ctx.who, Right.PLAN_WORKS)
    id = WorksId(pressed.button.works)
    match pressed.button.do:
        case WorksDo.LIST:
            await ctx.say(WorksList(official=ctx.who.id, page=pressed.button.works), edit=pressed.message_id)
        case WorksDo.ADD:
            await ctx.say(WorksFamilies(), edit=pressed.message_id)
        case WorksDo.SHOW:
            await ctx.say(WorksOne(official=ctx.who.id, works=id), edit=pressed.message_id)
        case WorksDo.MOVE:
            await ctx.say(WorksOne(official=ctx.who.id, works=id, move=True), edit=pressed.message_id)
        case WorksDo.MOVE_TYPED:
            await ctx.tx.works.get(id)
            await ask(ctx, AskWorksUntil(works=id))
        case WorksDo.END:
            await ctx.say(WorksOne(official=ctx.who.id, works=id, sure=True), edit=pressed.message_id)
        case WorksDo.END_SURE:
            await works.end(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Закончили. На карточках строки о работах больше нет"
            await ctx.say(WorksList(official=ctx.who.id), edit=pressed.message_id)


@press(WorksUntil)
async def on_until(pressed: Pressed[WorksUntil], ctx: Context) -> None:
    """«До 20:00»: the end moves."""
    until = datetime.fromtimestamp(pressed.button.until, UTC)
    await _moved(ctx, WorksId(pressed.button.works), until, pressed.message_id)


@press(WorksAmend)
async def on_amend(pressed: Pressed[WorksAmend], ctx: Context) -> None:
    """«Поправка с новым сроком»: a draft that is shown, to be sent or changed."""
    id, answer_id = WorksId(pressed.button.works), AnswerId(pressed.button.answer)
    answer = await works_extended.correct(ctx.tx, ctx.policy, id, answer_id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show_draft(ctx, answer)
    ctx.toast = "Поправка готова, посмотрите и отправьте"


@press(WorksFamily)
async def on_family(pressed: Pressed[WorksFamily], ctx: Context) -> None:
    """What will be switched off: where is asked next."""
    check_right(ctx.who, Right.PLAN_WORKS)
    if pressed.button.family not in WORKED_ON:
        raise NotFound("Такого вида работ нет. Начните снова: /works")
    await ask(ctx, AskWorksPlace(family=pressed.button.family))


@press(CardButton, Press.WORKS)
async def on_suggest(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Ответ с этим сроком»: a draft that is shown, to be sent or changed."""
    id = IncidentId(pressed.button.incident)
    text = await works.suggest(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    answer = await draft_answer.create_draft(ctx.tx, id, text, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show_draft(ctx, answer)
    ctx.toast = "Черновик готов, посмотрите и отправьте"


@press(AnnouncedButton, AnnouncedDo.ENTER)
async def on_enter(pressed: Pressed[AnnouncedButton], ctx: Context) -> None:
    """«Занести»: the message becomes the works."""
    kept = await enter(ctx.tx, ctx.policy, PostId(pressed.button.post), by=ctx.who, now=ctx.now)
    await ctx.say(WorksOne(official=ctx.who.id, works=kept.id, new=True), edit=pressed.message_id)


@press(AnnouncedButton, AnnouncedDo.APPEAL)
async def on_appeal(pressed: Pressed[AnnouncedButton], ctx: Context) -> None:
    """«Это обращение»: a resident complains, so a card is opened."""
    outcome = await judge_dropped.overrule(ctx.tx, ctx.policy, PostId(pressed.button.post), by=ctx.who, now=ctx.now)
    number = f" № {outcome.incident.number}" if outcome.incident else ""
    ctx.toast = f"Взяли в работу{number}"
    if pressed.message_id is not None:
        await ctx.say(Delete(), edit=pressed.message_id)


@press(AnnouncedButton, AnnouncedDo.OTHER)
async def on_other(pressed: Pressed[AnnouncedButton], ctx: Context) -> None:
    """«Не то»: the message goes."""
    check_right(ctx.who, Right.PLAN_WORKS)
    ctx.toast = "Не заносим"
    if pressed.message_id is not None:
        await ctx.say(Delete(), edit=pressed.message_id)


@question(AskWorksPlace)
async def _where(incoming: Incoming, ctx: Context) -> None:
    places = places_in(incoming.text, ctx.policy.places)
    kept = [[each.settlement_id, each.street_id, each.title] for each in places]
    await ask(ctx, AskWorksTime(family=incoming.kept["family"]), places=kept)


@question(AskWorksTime)
async def _when(incoming: Incoming, ctx: Context) -> None:
    since, until = span_in(incoming.text, now=ctx.now, timezone=ctx.policy.calendar.timezone)
    span = [since.isoformat(), until.isoformat()]
    await ask(ctx, AskWorksText(), family=incoming.kept["family"], places=incoming.kept["places"], span=span)


@question(AskWorksText)
async def _what(incoming: Incoming, ctx: Context) -> None:
    places = tuple(WorkPlace(settlement_id=town, street_id=street, title=title) for town, street, title in incoming.kept["places"])
    since, until = (datetime.fromisoformat(each) for each in incoming.kept["span"])
    kept = await works.add(ctx.tx, incoming.kept["family"], places, (since, until), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(WorksOne(official=ctx.who.id, works=kept.id, new=True))


@question(AskWorksUntil)
async def _until(incoming: Incoming, ctx: Context) -> None:
    _, until = span_in(incoming.text, now=ctx.now, timezone=ctx.policy.calendar.timezone)
    await _moved(ctx, WorksId(incoming.kept["works"]), until, None)


async def _moved(ctx: Context, id: WorksId, until: datetime, edit: int | None) -> None:
    _, promised = await works_extended.extend(ctx.tx, ctx.policy, id, until, by=ctx.who, now=ctx.now)
    ctx.toast = "Срок изменили" + (f". Прежний обещали в ответах: {promised}, авторам предложили поправку" if promised else "")
    await ctx.say(WorksOne(official=ctx.who.id, works=id), edit=edit)
