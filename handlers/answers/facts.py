"""«Факты и фото», «Шаблон»: a few taps write the draft."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import menus
from handlers.answers.answer_dialogue import show, write
from handlers.answers.buttons import AnswerDay, FactDay, FactOn, SameAs, TemplateOn, template_or_same
from handlers.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.choices.buttons import bad_choice, read
from handlers.context import Context
from handlers.question_dialogue import Data, Question, ask, asked, private
from incidents.answers.facts import FactKind
from incidents.answers.messages import (
    AnswerPhotoWanted,
    AskAnswerDay,
    AskFactDay,
    AskTemplateDay,
    FactDayMenu,
    FactMenu,
    TemplateDayMenu,
)
from incidents.answers.template_filling import fields_in
from incidents.answers.values import Answer, AnswerKind
from incidents.dates.find import date_in
from incidents.dates.russian import date_words
from incidents.deadlines.working_days import today
from incidents.desk.answers.answer_drafts import draft_by_fact, draft_by_template, draft_like
from incidents.desk.answers.answer_photos import takes_photos
from incidents.desk.answers.answer_sending import add_date, leave, own_draft
from incidents.errors import DomainError
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Act

router = Router(name="facts")

_FRIDAY = 4


@router.callback_query(CardButton.filter(F.press == Press.FACTS))
async def on_facts(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Факты и фото»: what is it by fact?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.FACTS)
    await menus.show(query, ctx, FactMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(chosen(Menu.FACT)))
async def on_fact(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """The fact; now its day."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.FACTS)
    await menus.show(query, ctx, FactDayMenu(incident=incident.id, fact=callback_data.read(FactKind)))


@router.callback_query(MenuButton.filter(chosen(Menu.FACT_DAY)))
async def on_fact_day(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """The day; the draft is written, and a photo is asked for."""
    id, chosen_fact = IncidentId(callback_data.incident), callback_data.read(FactOn.parse)
    fact = chosen_fact.fact
    if chosen_fact.day is FactDay.TYPED:
        await menus.allowed(ctx, id, Act.FACTS)
        await ask(ctx, state, AskFactDay(incident=id, fact=fact))
        await _ask_in_private(query, ctx)
        return
    day = _day(ctx, chosen_fact.day)
    await _shown(query, ctx, state, lambda: _by_fact(ctx, id, fact, day), asks_photo=True)


@router.callback_query(MenuButton.filter(chosen(Menu.TEMPLATE)))
async def on_template(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A template, or an answer that was given before; a template with a date asks for it first."""
    id, which = IncidentId(callback_data.incident), callback_data.read(template_or_same)
    if isinstance(which, SameAs):
        await _like(query, ctx, state, id, which.answer)
        return
    template = await ctx.tx.templates.get(which)
    await menus.allowed(ctx, id, Act.ANSWER)
    if "дата" in fields_in(template.text):
        await menus.show(query, ctx, TemplateDayMenu(incident=id, template=template.id))
        return
    await _shown(query, ctx, state, lambda: _by_template(ctx, state, id, template.id, None))


async def _like(query: CallbackQuery, ctx: Context, state: FSMContext, id: IncidentId, like: AnswerId) -> None:
    await menus.allowed(ctx, id, Act.ANSWER)
    kind, guid = await _kind(ctx, state, id), uuid4().hex
    await _shown(query, ctx, state, lambda: draft_like(ctx.tx, ctx.policy, id, like, by=ctx.who, guid=guid, now=ctx.now, kind=kind))


@router.callback_query(MenuButton.filter(chosen(Menu.TEMPLATE_DAY)))
async def on_template_day(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """The day of a template; the draft is written."""
    id, dated = IncidentId(callback_data.incident), callback_data.read(TemplateOn.parse)
    if dated.day is FactDay.TYPED:
        await menus.allowed(ctx, id, Act.ANSWER)
        await ask(ctx, state, AskTemplateDay(incident=id), template=dated.template)
        await _ask_in_private(query, ctx)
        return
    day = _day(ctx, dated.day)
    await _shown(query, ctx, state, lambda: _by_template(ctx, state, id, dated.template, day))


@router.callback_query(AnswerDay.filter())
async def on_answer_day(query: CallbackQuery, callback_data: AnswerDay, ctx: Context, state: FSMContext) -> None:
    """«Добавить дату»: the day goes into the draft as one more sentence."""
    id, offered = AnswerId(callback_data.answer), read(FactDay, callback_data.day)
    if offered is FactDay.TYPED:
        answer = await own_draft(ctx.tx, id, by=ctx.who)
        await ask(ctx, state, AskAnswerDay(answer=answer.id), incident=answer.incident_id)
        return
    day = _day(ctx, offered)
    if day is None:
        raise bad_choice()
    answer = await add_date(ctx.tx, id, date_words(day), by=ctx.who)
    await write(private(state, ctx), answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, query.message.message_id if query.message is not None else None)


async def _typed_answer_day(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    day = typed_day(ctx, message.text, ahead=True)
    answer = await add_date(ctx.tx, AnswerId(data["answer"]), date_words(day), by=ctx.who)
    await write(state, answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, None)


async def _typed_fact_day(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    fact = FactKind(data["fact"])
    day = typed_day(ctx, message.text, ahead=fact is not FactKind.DONE)
    await _preview(ctx, state, await _by_fact(ctx, IncidentId(data["incident"]), fact, day), None, asks_photo=True)


async def _typed_template_day(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    day = typed_day(ctx, message.text, ahead=False)
    await _preview(ctx, state, await _by_template(ctx, state, IncidentId(data["incident"]), int(data["template"]), day), None)


def typed_day(ctx: Context, text: str | None, *, ahead: bool) -> date:
    """The day that the words name. Raises DomainError where they name none, or one that has passed though it must be ahead."""
    now_day = today(ctx.policy, ctx.now)
    day = date_in(text or "", today=now_day)
    if day is None:
        raise DomainError("День не разобрали. Напишите, например: «30 ноября», «в пятницу», «через две недели»")
    if ahead and day < now_day:
        raise DomainError("Этот день уже прошёл. Назовите день впереди, хотя бы «завтра»")
    if not ahead and day > now_day + timedelta(days=366):
        raise DomainError("Это больше чем через год. Назовите день ближе")
    return day


async def _by_fact(ctx: Context, id: IncidentId, fact: FactKind, day: date | None) -> Answer:
    return await draft_by_fact(ctx.tx, ctx.policy, id, fact, day, by=ctx.who, guid=uuid4().hex, now=ctx.now)


async def _by_template(ctx: Context, state: FSMContext, id: IncidentId, template: int, day: date | None) -> Answer:
    kind, guid = await _kind(ctx, state, id), uuid4().hex
    return await draft_by_template(ctx.tx, ctx.policy, id, template, by=ctx.who, guid=guid, now=ctx.now, kind=kind, day=day)


async def _kind(ctx: Context, state: FSMContext, id: IncidentId) -> AnswerKind:
    """What the dialogue about this incident is for."""
    data = await private(state, ctx).get_data()
    return AnswerKind(data.get("kind") or AnswerKind.FINAL) if data.get("incident") == id else AnswerKind.FINAL


async def _shown(
    query: CallbackQuery, ctx: Context, state: FSMContext, made: Callable[[], Awaitable[Answer]], *, asks_photo: bool = False
) -> None:
    """Draft it; the menu turns into the preview (or the last question) in private, and goes away elsewhere."""
    answer = await made()
    here = query.message is not None and query.message.chat.id == ctx.who.user_id
    await _preview(ctx, private(state, ctx), answer, menus.menu_id(query) if here else None, asks_photo=asks_photo)
    if not here:
        menus.in_private(query, ctx)
        await menus.close(query, ctx)


async def _preview(ctx: Context, dialogue: FSMContext, answer: Answer, message_id: int | None, *, asks_photo: bool = False) -> None:
    """One draft at a time: the former one of this dialogue is thrown away."""
    data = await dialogue.get_data()
    if data.get("answer") and data["answer"] != answer.id and data.get("what") is None:
        await leave(ctx.tx, AnswerId(data["answer"]), by=ctx.who)
    await write(dialogue, answer.incident_id, answer.id, answer.kind)
    if asks_photo and await takes_photos(ctx.tx, ctx.policy, answer):
        await ctx.say(AnswerPhotoWanted(answer=answer.id), edit=message_id)
    else:
        await show(ctx, answer, message_id)


async def _ask_in_private(query: CallbackQuery, ctx: Context) -> None:
    menus.in_private(query, ctx)
    await menus.close(query, ctx)


def _day(ctx: Context, offered: FactDay) -> date | None:
    now_day = today(ctx.policy, ctx.now)
    match offered:
        case FactDay.NONE:
            return None
        case FactDay.YESTERDAY:
            return now_day - timedelta(days=1)
        case FactDay.TODAY:
            return now_day
        case FactDay.TOMORROW:
            return now_day + timedelta(days=1)
        case FactDay.FRIDAY:
            return now_day + timedelta(days=(_FRIDAY - now_day.weekday()) % 7 or 7)
        case FactDay.TYPED:
            raise bad_choice()


QUESTIONS: Mapping[str, Question] = {
    asked(AskFactDay): Question(answered=_typed_fact_day),
    asked(AskTemplateDay): Question(answered=_typed_template_day),
    asked(AskAnswerDay): Question(answered=_typed_answer_day),
}
