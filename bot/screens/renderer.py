"""From an outbox row to a message: reads what stands in the database now and hands it to the pure functions of bot/screens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.config.current_policy import Policies
from bot.config.district import District
from bot.screens import about_the_bot_data, settings_log_data
from bot.screens.acts import (
    coexecutors_data,
    incident_lists_data,
    incident_log_data,
    merge_and_split_data,
    notes_and_waiting_data,
    several_questions_data,
)
from bot.screens.advice import advice_data
from bot.screens.answers import answer_dialogue_data, ask_author_data, facts_data, previous_answer_data, reactions_data, thanks_data
from bot.screens.answers.everyone import everyone_data, post_to_all_data
from bot.screens.answers.templates import templates_data
from bot.screens.approval import approval_data, lawyer_data
from bot.screens.card import card_menus_data
from bot.screens.card.card import render_card
from bot.screens.card.card_data import card_view
from bot.screens.danger import danger_data
from bot.screens.deadlines import night_digest_data, norms_data, overdue_lists_data
from bot.screens.duty import duty_data, swaps_data
from bot.screens.head import brief_data, head_agenda_data, head_lists_data, orders_data, reminders_and_summary_data, summary_picture_data
from bot.screens.intake import by_hand_data, mass_data, one_author_data, rumours_data
from bot.screens.kit.context import Call, Render, Unneeded
from bot.screens.people import department_contacts_data, department_groups_data, leave_data, links_data, people_data
from bot.screens.promises import promises_data
from bot.screens.region import region_data
from bot.screens.routing import correct_reading_data, modes_data, rules_data
from bot.screens.sources import sources_data
from bot.screens.tables import sheets_data
from bot.screens.works import works_data
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from bot.telegram.username import BotName
from incidents.errors import NotFound
from incidents.ids import ChatId, IncidentId
from incidents.messenger import Message

__all__ = ["SAYS", "Renderer", "Unneeded"]

AREAS = (
    reactions_data,
    promises_data,
    approval_data,
    about_the_bot_data,
    templates_data,
    reminders_and_summary_data,
    answer_dialogue_data,
    correct_reading_data,
    ask_author_data,
    coexecutors_data,
    several_questions_data,
    merge_and_split_data,
    facts_data,
    card_menus_data,
    modes_data,
    night_digest_data,
    norms_data,
    advice_data,
    settings_log_data,
    department_contacts_data,
    sources_data,
    rules_data,
    incident_lists_data,
    incident_log_data,
    mass_data,
    region_data,
    people_data,
    links_data,
    notes_and_waiting_data,
    danger_data,
    orders_data,
    overdue_lists_data,
    leave_data,
    department_groups_data,
    works_data,
    duty_data,
    swaps_data,
    by_hand_data,
    sheets_data,
    everyone_data,
    previous_answer_data,
    rumours_data,
    post_to_all_data,
    thanks_data,
    lawyer_data,
    head_agenda_data,
    head_lists_data,
    brief_data,
    summary_picture_data,
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
