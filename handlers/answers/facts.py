"""«Факты и фото», «Шаблон»: a few taps write the draft."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.answer_dialogue import show, write
from handlers.answers.buttons import AnswerDay, DayButton, FactDay, FactOn, SameAs, TemplateOn, template_or_same
from handlers.answers.drafting import Drafting, ask_in_private, kind_of, pressed, shown, typed
from handlers.answers.previews import shows_old
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.kit.choices import bad_choice, read
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked, private
from incidents.answers.facts import FactKind
from incidents.answers.messages import (
    AskAnswerDay,
    AskFactDay,
    AskTemplateDay,
    FactDayMenu,
    FactMenu,
    TemplateDayMenu,
)
from incidents.answers.template_filling import fields_in
from incidents.answers.values import AnswerKind
from incidents.dates.find import date_in, no_such_day
from incidents.dates.russian import date_words
from incidents.desk.answers.draft_answer import add_date, draft_like
from incidents.desk.answers.send_answer import own_draft
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
        await ask_in_private(query, ctx)
        return
    await pressed(query, ctx, state, Drafting(incident=id, fact=fact, day=_day(ctx, chosen_fact.day)))


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
    await pressed(query, ctx, state, Drafting(incident=id, template=template.id, kind=await kind_of(ctx, state, id)))


async def _like(query: CallbackQuery, ctx: Context, state: FSMContext, id: IncidentId, like: AnswerId) -> None:
    await menus.allowed(ctx, id, Act.ANSWER)
    kind, guid = await kind_of(ctx, state, id), uuid4().hex
    answer = await draft_like(ctx.tx, ctx.policy, id, like, by=ctx.who, guid=guid, now=ctx.now, kind=kind)
    await shown(query, ctx, state, answer)


@router.callback_query(MenuButton.filter(chosen(Menu.TEMPLATE_DAY)))
async def on_template_day(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """The day of a template; the draft is written."""
    id, dated = IncidentId(callback_data.incident), callback_data.read(TemplateOn.parse)
    if dated.day is FactDay.TYPED:
        await menus.allowed(ctx, id, Act.ANSWER)
        await ask(ctx, state, AskTemplateDay(incident=id), template=dated.template, kind=await kind_of(ctx, state, id))
        await ask_in_private(query, ctx)
        return
    kind = await kind_of(ctx, state, id)
    await pressed(query, ctx, state, Drafting(incident=id, template=dated.template, day=_day(ctx, dated.day), kind=kind))


@router.callback_query(DayButton.filter())
async def on_day_button(query: CallbackQuery, callback_data: DayButton, ctx: Context, state: FSMContext) -> None:
    """«Добавить дату»: the day goes into the draft as one more sentence."""
    await _add_day(query, ctx, state, AnswerId(callback_data.answer), callback_data.day, callback_data.seen)


@router.callback_query(AnswerDay.filter())
async def on_answer_day(query: CallbackQuery, callback_data: AnswerDay, ctx: Context, state: FSMContext) -> None:
    """A day of an older program: for which text, it does not know."""
    await _add_day(query, ctx, state, AnswerId(callback_data.answer), callback_data.day, None)


async def _add_day(query: CallbackQuery, ctx: Context, state: FSMContext, id: AnswerId, code: str, seen: str | None) -> None:
    offered = read(FactDay, code)
    if await shows_old(query, ctx, state, id, seen):
        return
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
    await typed(ctx, state, Drafting(incident=IncidentId(data["incident"]), fact=fact, day=day))


async def _typed_template_day(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    day = typed_day(ctx, message.text, ahead=False)
    kind = AnswerKind(data.get("kind") or AnswerKind.FINAL)
    await typed(ctx, state, Drafting(incident=IncidentId(data["incident"]), template=int(data["template"]), day=day, kind=kind))


def typed_day(ctx: Context, text: str | None, *, ahead: bool) -> date:
    """The day that the words name. Raises DomainError where they name none, or one that has passed though it must be ahead."""
    now_day = ctx.policy.today(ctx.now)
    day = date_in(text or "", today=now_day)
    if day is None:
        odd = no_such_day(text or "")
        why = f"Дня «{odd}» не бывает" if odd else "День не разобрали"
        raise DomainError(f"{why}. Напишите, например: «30 ноября», «в пятницу», «через две недели»")
    if ahead and day < now_day:
        raise DomainError("Этот день уже прошёл. Назовите день впереди, хотя бы «завтра»")
    if not ahead and day > now_day + timedelta(days=366):
        raise DomainError("Это больше чем через год. Назовите день ближе")
    return day


def _day(ctx: Context, offered: FactDay) -> date | None:
    now_day = ctx.policy.today(ctx.now)
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
