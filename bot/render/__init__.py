"""From an outbox row to a message: reads what stands in the database now and hands it to the pure functions of bot/cards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.card_data import card_view
from bot.cards.card import render_card
from bot.district import District
from bot.name import BotName
from bot.policies import Policies
from bot.render import (
    advice,
    agenda,
    answer_all,
    answers,
    approvals,
    aside,
    brief,
    by_hand,
    changes,
    clarify,
    clocks,
    contacts,
    correcting,
    counsel,
    danger,
    duty,
    facts,
    follow_up,
    former,
    gratitude,
    groups,
    head,
    leave,
    lists,
    log,
    mass,
    menus,
    merging,
    modes,
    night,
    norms,
    one_post,
    orders,
    picture,
    promises,
    questions,
    region,
    reports,
    rules,
    rumour,
    sheets,
    sources,
    staff,
    swaps,
    system,
    templates,
    together,
    works,
)
from bot.render.call import Call, Render, Unneeded
from bot.screens.intake import one_author_data
from bot.screens.people import links_data
from bot.storage import OutboxRow, Tx
from incidents.errors import NotFound
from incidents.ids import ChatId, IncidentId
from incidents.messenger import Message

__all__ = ["SAYS", "Renderer", "Unneeded"]

AREAS = (
    follow_up,
    promises,
    approvals,
    system,
    templates,
    reports,
    answers,
    correcting,
    clarify,
    together,
    questions,
    merging,
    facts,
    menus,
    modes,
    night,
    norms,
    advice,
    changes,
    contacts,
    sources,
    rules,
    lists,
    log,
    mass,
    region,
    staff,
    links_data,
    aside,
    danger,
    orders,
    clocks,
    leave,
    groups,
    works,
    duty,
    swaps,
    by_hand,
    sheets,
    answer_all,
    former,
    rumour,
    one_post,
    gratitude,
    counsel,
    agenda,
    head,
    brief,
    picture,
    one_author_data,
)
SAYS: Mapping[str, Render] = {code: render for area in AREAS for code, render in area.SAYS.items()}
"""Code of a `Say` → who renders it. A new folder of the desk brings a module with its own `SAYS`."""


class Renderer:
    """Renders cards and says of one district."""

    def __init__(self, district: District, name: BotName | None = None) -> None:
        self._district, self._name = district, name or BotName()
        self._policies = Policies(district.policy)

    async def say(self, tx: Tx, row: OutboxRow, *, now: datetime) -> Message:
        """A message that is no card. Raises NotFound where what it speaks of is gone or the code is unknown."""
        render = SAYS.get(row.code or "")
        if render is None:
            raise NotFound
        return await render(Call(tx, row, now, await self._as_it_holds(tx), self._name.value, self._district.words))

    async def card(self, tx: Tx, id: IncidentId, chat_id: ChatId, *, now: datetime) -> Message:
        """The incident's card for whoever reads this chat."""
        return render_card(await card_view(tx, await self._as_it_holds(tx), id, chat_id, now=now))

    async def _as_it_holds(self, tx: Tx) -> District:
        """The district with the norms, days and words of advice that hold now."""
        policy = await self._policies.read(tx)
        return replace(self._district, norms=policy.norms, calendar=policy.calendar, words=policy.words)
