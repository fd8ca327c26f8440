"""«Факты и фото», «Шаблон»: a few taps write the draft."""

from datetime import date, timedelta
from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.answers.buttons import (
    AnswerDay,
    DayButton,
    Explained,
    FactDay,
    FactOn,
    SameAs,
    TemplateOn,
    fact_or_explained,
    template_or_same,
)
from handlers.answers.drafting import Drafting, draft_by_press, draft_by_words, kind_of, show_draft_here
from handlers.answers.previews import show_present_instead
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.choices import bad_choice, read
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
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

_FRIDAY = 4


@press(CardButton, Press.FACTS)
async def on_facts(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Факты и фото»: what is it by fact?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.FACTS)
    await menus.show(pressed, ctx, FactMenu(incident=incident.id))


@press(MenuButton, Menu.FACT)
async def on_fact(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """The fact; now its day: a plan's is typed, for it may be a month. A refusal and an explanation have none."""
    incident, fact = await menus.get_if_allowed(ctx, pressed.button.incident, Act.FACTS), pressed.button.read(fact_or_explained)
    if isinstance(fact, Explained):
        await draft_by_press(pressed, ctx, Drafting(incident=incident.id, fact=FactKind.EXPLAINED, template=fact.template))
    elif fact is FactKind.PLANNED:
        await _ask_day(pressed, ctx, incident.id, fact)
    elif fact in {FactKind.DECLINED, FactKind.EXPLAINED}:
        await draft_by_press(pressed, ctx, Drafting(incident=incident.id, fact=fact))
    else:
        await menus.show(pressed, ctx, FactDayMenu(incident=incident.id, fact=fact))


async def _ask_day(pressed: Pressed[MenuButton], ctx: Context, id: IncidentId, fact: FactKind) -> None:
    """The day of a fact in words."""
    await menus.get_if_allowed(ctx, id, Act.FACTS)
    await ask(ctx, AskFactDay(incident=id, fact=fact))
    await menus.go_on_in_private(pressed, ctx)


@press(MenuButton, Menu.FACT_DAY)
async def on_fact_day(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """The day; the draft is written, and a photo is asked for."""
    id, chosen_fact = IncidentId(pressed.button.incident), pressed.button.read(FactOn.parse)
    fact = chosen_fact.fact
    if chosen_fact.day is FactDay.TYPED:
        await _ask_day(pressed, ctx, id, fact)
        return
    await draft_by_press(pressed, ctx, Drafting(incident=id, fact=fact, day=_day_of(ctx, chosen_fact.day)))


@press(MenuButton, Menu.TEMPLATE)
async def on_template(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A template, or an answer that was given before; a template with a date asks for it first."""
    id, which = IncidentId(pressed.button.incident), pressed.button.read(template_or_same)
    if isinstance(which, SameAs):
        await _draft_like(pressed, ctx, id, which.answer)
        return
    template = await ctx.tx.templates.get(which)
    await menus.get_if_allowed(ctx, id, Act.ANSWER)
    if "дата" in fields_in(template.text):
        await menus.show(pressed, ctx, TemplateDayMenu(incident=id, template=template.id))
        return
    await draft_by_press(pressed, ctx, Drafting(incident=id, template=template.id, kind=await kind_of(ctx, id)))


async def _draft_like(pressed: Pressed[object], ctx: Context, id: IncidentId, like: AnswerId) -> None:
    await menus.get_if_allowed(ctx, id, Act.ANSWER)
    kind, guid = await kind_of(ctx, id), uuid4().hex
    answer = await draft_like(ctx.tx, ctx.policy, id, like, by=ctx.who, guid=guid, now=ctx.now, kind=kind)
    await show_draft_here(pressed, ctx, answer)


@press(MenuButton, Menu.TEMPLATE_DAY)
async def on_template_day(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """The day of a template; the draft is written."""
    id, dated = IncidentId(pressed.button.incident), pressed.button.read(TemplateOn.parse)
    if dated.day is FactDay.TYPED:
        await menus.get_if_allowed(ctx, id, Act.ANSWER)
        await ask(ctx, AskTemplateDay(incident=id), template=dated.template, kind=await kind_of(ctx, id))
        await menus.go_on_in_private(pressed, ctx)
        return
    kind = await kind_of(ctx, id)
    await draft_by_press(pressed, ctx, Drafting(incident=id, template=dated.template, day=_day_of(ctx, dated.day), kind=kind))


@press(DayButton)
async def on_day_button(pressed: Pressed[DayButton], ctx: Context) -> None:
    """«Добавить дату»: the day goes into the draft as one more sentence."""
    await _add_day(pressed, ctx, AnswerId(pressed.button.answer), pressed.button.day, pressed.button.seen)


@press(AnswerDay)
async def on_answer_day(pressed: Pressed[AnswerDay], ctx: Context) -> None:
    """A day of an older program: for which text, it does not know."""
    await _add_day(pressed, ctx, AnswerId(pressed.button.answer), pressed.button.day, None)


async def _add_day(pressed: Pressed[object], ctx: Context, id: AnswerId, code: str, seen: str | None) -> None:
    offered = read(FactDay, code)
    if await show_present_instead(pressed, ctx, id, seen):
        return
    if offered is FactDay.TYPED:
        answer = await own_draft(ctx.tx, id, by=ctx.who)
        await ask(ctx, AskAnswerDay(answer=answer.id), incident=answer.incident_id)
        return
    day = _day_of(ctx, offered)
    if day is None:
        raise bad_choice()
    answer = await add_date(ctx.tx, id, date_words(day), by=ctx.who)
    await show_draft(ctx, answer, pressed.message_id)


@question(AskAnswerDay)
async def _typed_answer_day(incoming: Incoming, ctx: Context) -> None:
    day = typed_day(ctx, incoming.text, ahead=True)
    answer = await add_date(ctx.tx, AnswerId(incoming.kept["answer"]), date_words(day), by=ctx.who)
    await show_draft(ctx, answer)


@question(AskFactDay)
async def _typed_fact_day(incoming: Incoming, ctx: Context) -> None:
    fact = FactKind(incoming.kept["fact"])
    day = typed_day(ctx, incoming.text, ahead=fact is not FactKind.DONE)
    await draft_by_words(ctx, Drafting(incident=IncidentId(incoming.kept["incident"]), fact=fact, day=day))


@question(AskTemplateDay)
async def _typed_template_day(incoming: Incoming, ctx: Context) -> None:
    day = typed_day(ctx, incoming.text, ahead=False)
    kind = AnswerKind(incoming.kept.get("kind") or AnswerKind.FINAL)
    await draft_by_words(
        ctx, Drafting(incident=IncidentId(incoming.kept["incident"]), template=int(incoming.kept["template"]), day=day, kind=kind)
    )


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


def _day_of(ctx: Context, offered: FactDay) -> date | None:
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
