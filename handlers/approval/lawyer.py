"""The lawyer: asked by the approver, answers in words."""

from handlers.approval.buttons import ApprovalButton, ApprovalDo
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.approval.messages import AskLawyerWords, LawyerWordsKept
from incidents.desk.approval import lawyer
from incidents.ids import AnswerId, IncidentId


@press(ApprovalButton, ApprovalDo.LAWYER)
async def on_call(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """«Позвать юриста» of A1."""
    await lawyer.ask_about(ctx.tx, ctx.policy, AnswerId(pressed.button.answer), by=ctx.who, now=ctx.now)
    ctx.toast = "Спросили юриста. Ответ придёт вам и встанет заметкой на карточку"


@press(CardButton, Press.COUNSEL)
async def on_answer(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Ответить» of the lawyer: ask for the words."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await lawyer.may_advise(ctx.tx, incident, ctx.who)
    await ask(ctx, AskLawyerWords(incident=incident.id))
    menus.in_private(pressed, ctx)


@question(AskLawyerWords)
async def _said(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    await lawyer.advise_as_lawyer(ctx.tx, id, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(LawyerWordsKept(incident=id))
