"""«Спросить жителя» and «Ответить общим»: ready texts, shown before sending."""

from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.question_dialogue import keep_asking
from handlers.kit.registry import press
from incidents.answers.messages import AskAnswer, AskAuthor
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.ask_author import draft_general, draft_question, is_placeless
from incidents.desk.answers.draft_answer import begin
from incidents.ids import IncidentId
from incidents.incident import Act


@press(CardButton, Press.ASK_AUTHOR)
async def on_ask(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Where it is, by the district's own words; anything else in one's own."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.ASK_AUTHOR)
    if is_placeless(incident):
        answer = await draft_question(ctx.tx, ctx.policy, incident.id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
        await _show_preview(pressed, ctx, answer)
        return
    await begin(ctx.tx, ctx.policy, incident.id, by=ctx.who, now=ctx.now, kind=AnswerKind.CLARIFY)
    await keep_asking(ctx, AskAnswer, incident=incident.id, kind=AnswerKind.CLARIFY)
    await ctx.say(AskAuthor(incident=incident.id), under=incident.id)
    await menus.go_on_in_private(pressed, ctx)


@press(CardButton, Press.GENERAL)
async def on_general(pressed: Pressed[CardButton], ctx: Context) -> None:
    """How to ask so that it can be solved: an answer like any other."""
    id = IncidentId(pressed.button.incident)
    answer = await draft_general(ctx.tx, ctx.policy, id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _show_preview(pressed, ctx, answer)


async def _show_preview(pressed: Pressed[object], ctx: Context, answer: Answer) -> None:
    await show_draft(ctx, answer, kind=AnswerKind.FINAL)
    await menus.go_on_in_private(pressed, ctx)
