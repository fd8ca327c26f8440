"""«Поправка»: two questions in private, then the preview of one more comment."""

from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import go_on_in_private
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.answers.messages import AskRightWords, AskWrongWords
from incidents.answers.values import AnswerKind
from incidents.desk.answers.answer_correction import correct, to_correct, wrong_words
from incidents.ids import AnswerId, IncidentId


@press(CardButton, Press.AMEND)
async def on_correct(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Ask which words are wrong."""
    answer = await to_correct(ctx.tx, IncidentId(pressed.button.incident), by=ctx.who)
    await ask(ctx, AskWrongWords(answer=answer.id), incident=answer.incident_id)
    await go_on_in_private(pressed, ctx)


@question(AskWrongWords)
async def _take_wrong_words(incoming: Incoming, ctx: Context) -> None:
    answer = await ctx.tx.answers.get(AnswerId(incoming.kept["answer"]))
    was = wrong_words(answer, incoming.text)
    # Kept for the next answer, no field of the question: words of people do not stand in the outbox.
    await ask(ctx, AskRightWords(answer=answer.id), incident=answer.incident_id, was=[was])


@question(AskRightWords)
async def _take_right_words(incoming: Incoming, ctx: Context) -> None:
    id = AnswerId(incoming.kept["answer"])
    draft = await correct(
        ctx.tx, ctx.policy, id, was=incoming.kept["was"][0], becomes=incoming.text, by=ctx.who, guid=uuid4().hex, now=ctx.now
    )
    await show_draft(ctx, draft, kind=AnswerKind.FINAL)
