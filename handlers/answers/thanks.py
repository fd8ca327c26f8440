"""«Передать бригаде» and «Ответить спасибо» under a card of thanks."""

from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.desk.answers.thanks_to_crew import draft_thanks, pass_to_crew
from incidents.ids import IncidentId


@press(CardButton, Press.TO_CREW)
async def on_pass(pressed: Pressed[CardButton], ctx: Context) -> None:
    """The department's people read it too."""
    await pass_to_crew(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Передали. Текст пришлём отдельно, его можно переслать бригаде"


@press(CardButton, Press.THANK)
async def on_thank(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Two sentences by the template, shown before they go out."""
    id = IncidentId(pressed.button.incident)
    answer = await draft_thanks(ctx.tx, ctx.policy, id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show_draft(ctx, answer)
    menus.in_private(pressed, ctx)
