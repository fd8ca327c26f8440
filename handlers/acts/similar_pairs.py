"""«Похоже на № 15»: «Объединить» and «Не то»."""

from handlers.acts.buttons import SimilarButton, SimilarDo
from handlers.acts.similar_pairs_words import listed_numbers
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.registry import press
from handlers.kit.text import capital
from incidents.desk.act import act
from incidents.desk.acts.merge_all import merge_all, none_the_same
from incidents.desk.acts.merge_and_split import Merge
from incidents.desk.acts.similar_pairs import not_the_same
from incidents.ids import IncidentId
from incidents.incident import Act


@press(SimilarButton, SimilarDo.MERGE)
async def on_same(pressed: Pressed[SimilarButton], ctx: Context) -> None:
    """One trouble: the messages move to the other card."""
    id, choice = IncidentId(pressed.button.incident), Merge(into=IncidentId(pressed.button.other))
    outcome = await act(ctx.tx, ctx.policy, id, Act.MERGE, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}. {UNDO_HINT}"


@press(SimilarButton, SimilarDo.ALL)
async def on_all(pressed: Pressed[SimilarButton], ctx: Context) -> None:
    """One trouble of a settlement: all go to the oldest card."""
    numbers = await merge_all(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = f"Объединили все {len(numbers) + 1} в № {numbers[0]}. {UNDO_HINT}"


@press(SimilarButton, SimilarDo.NONE)
async def on_none(pressed: Pressed[SimilarButton], ctx: Context) -> None:
    """Other troubles, all of them."""
    numbers = await none_the_same(ctx.tx, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = f"Запомнили: это не {listed_numbers(numbers)}"


@press(SimilarButton, SimilarDo.OTHER)
async def on_other(pressed: Pressed[SimilarButton], ctx: Context) -> None:
    """Two troubles: the card asks no more."""
    ids = IncidentId(pressed.button.incident), IncidentId(pressed.button.other)
    number = await not_the_same(ctx.tx, *ids, by=ctx.who, now=ctx.now)
    ctx.toast = f"Запомнили: это не № {number}"
