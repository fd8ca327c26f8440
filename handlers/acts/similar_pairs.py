"""«Похоже на № 15»: «Объединить» and «Не то»."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.acts.buttons import SimilarButton, SimilarDo
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT, capital
from incidents.desk.act import act
from incidents.desk.acts.merge_and_split import Merge
from incidents.desk.acts.similar_pairs import not_the_same
from incidents.ids import IncidentId
from incidents.incident import Act

router = Router(name="similar")


@router.callback_query(SimilarButton.filter(F.do == SimilarDo.MERGE))
async def on_same(_query: CallbackQuery, callback_data: SimilarButton, ctx: Context) -> None:
    """One trouble: the messages move to the other card."""
    id, choice = IncidentId(callback_data.incident), Merge(into=IncidentId(callback_data.other))
    outcome = await act(ctx.tx, ctx.policy, id, Act.MERGE, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}. {UNDO_HINT}"


@router.callback_query(SimilarButton.filter(F.do == SimilarDo.OTHER))
async def on_other(_query: CallbackQuery, callback_data: SimilarButton, ctx: Context) -> None:
    """Two troubles: the card asks no more."""
    ids = IncidentId(callback_data.incident), IncidentId(callback_data.other)
    number = await not_the_same(ctx.tx, *ids, by=ctx.who, now=ctx.now)
    ctx.toast = f"Запомнили: это не № {number}"
