"""The coordinator's evening, item by item; «Главе на решение» on a card."""

from handlers.head.buttons import AgendaButton, AgendaDo
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.desk.head import head_agenda
from incidents.errors import DomainError
from incidents.head.messages import Agenda, AgendaItem, AskAgendaNumber, AskAgendaWords
from incidents.ids import IncidentId
from incidents.role_rights import Right, check_right


@press(AgendaButton, AgendaDo.LIST, AgendaDo.ITEM)
async def on_show(pressed: Pressed[AgendaButton], ctx: Context) -> None:
    """A number opens an item in place, «Назад» brings the list back."""
    check_right(ctx.who, Right.KEEP_AGENDA)
    shown = AgendaItem(incident=IncidentId(pressed.button.incident)) if pressed.button.do is AgendaDo.ITEM else Agenda()
    await ctx.say(shown, edit=pressed.message_id)


@press(AgendaButton, AgendaDo.TAKE, AgendaDo.LEAVE)
async def on_mark(pressed: Pressed[AgendaButton], ctx: Context) -> None:
    """«В сводку», «Не показывать»; the list comes back."""
    id = IncidentId(pressed.button.incident)
    if pressed.button.do is AgendaDo.TAKE:
        await head_agenda.take(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Будет в сводке. Есть решение? Допишите «Предлагаем…»"
    else:
        await head_agenda.leave_out(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Не покажем. Не решится за неделю, предложим снова"
    await ctx.say(Agenda(), edit=pressed.message_id)


@press(AgendaButton, AgendaDo.PROPOSE)
async def on_propose(pressed: Pressed[AgendaButton], ctx: Context) -> None:
    """«Предлагаем…»: the words are the coordinator's."""
    check_right(ctx.who, Right.KEEP_AGENDA)
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await ask(ctx, AskAgendaWords(incident=incident.id))


@press(AgendaButton, AgendaDo.ADD)
async def on_add(_pressed: Pressed[AgendaButton], ctx: Context) -> None:
    """«Добавить по номеру»."""
    check_right(ctx.who, Right.KEEP_AGENDA)
    await ask(ctx, AskAgendaNumber())


@press(CardButton, Press.TO_HEAD)
async def on_to_head(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Главе на решение» on a card."""
    incident = await head_agenda.take(ctx.tx, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Глава увидит утром в «Решить вам». Допишите «Предлагаем…» вечером"
    await menus.close(pressed, ctx)
    await ctx.say(AgendaItem(incident=incident.id))


@question(AskAgendaWords)
async def _worded(incoming: Incoming, ctx: Context) -> None:
    await head_agenda.propose(ctx.tx, ctx.policy, IncidentId(incoming.kept["incident"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(Agenda())


@question(AskAgendaNumber)
async def _numbered(incoming: Incoming, ctx: Context) -> None:
    digits = incoming.text.strip().lstrip("№ ").strip()
    if not digits.isdecimal() or len(digits) > 9:  # noqa: PLR2004 - numbers of cards are short
        raise DomainError("Нужен номер цифрами, например 1487. Найти карточку поможет /find")
    incident = await head_agenda.add_number(ctx.tx, int(digits), by=ctx.who, now=ctx.now)
    await ctx.say(AgendaItem(incident=incident.id))
