"""The renderer: an outbox row becomes a message.

Reads what stands in the database now and hands it to the pure functions of handlers/.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pkgutil import walk_packages

import handlers
from bot.config.current_policy import Policies
from bot.config.district import District
from bot.importing.tables.typed_workbook import workbook_bytes
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from bot.username import BotName
from handlers.card.card_data import card_facts
from handlers.card.card_view_data import card_view
from handlers.card.card_words import render_card
from handlers.kit.button import back_to_more
from handlers.kit.rendering import Ailment, Call, Unneeded
from handlers.kit.renders import RENDERERS
from incidents.delivery import Say
from incidents.ids import ChatId, IncidentId
from incidents.messenger import Attached, Message
from incidents.outbox_message import message_of

__all__ = ["Renderer", "Unneeded"]

for _module in walk_packages(handlers.__path__, "handlers."):
    if _module.name.endswith("_data"):
        import_module(_module.name)  # it enters its renderers (handlers/kit/renders.py)


class Renderer:
    """Renders cards and says of one district."""

    def __init__(self, district: District, name: BotName | None = None) -> None:
        self._district, self._name = district, name or BotName()
        self._policies = Policies(district.policy)
        self.ailments: Callable[[], Sequence[Ailment]] = tuple  # whoever knows how the bot itself does
        self.is_split: Callable[[], bool] = bool  # whether that is a part of it only

    async def say(self, tx: Tx, row: OutboxRow | Say, *, now: datetime, code: str | None = None) -> Message:
        """A message that is no card. `code`: of a link, made by whoever sends it. Raises NotFound where what it speaks of is gone."""
        call = Call(
            tx,
            row.chat_id,
            now,
            await self._policies.read(tx),
            in_topic=row.topic_id is not None,
            phones=self._district.phones,
            bot_name=self._name.value,
            file_words=self._district.words,
            code=code,
            ailments=self.ailments(),
            is_split=self.is_split(),
        )
        said = message_of(row.code or "", row.params)
        message = await RENDERERS[type(said)](call, said)
        return back_to_more(message) if row.params.get("to_more") else _with_bytes(message)

    async def card(self, tx: Tx, id: IncidentId, chat_id: ChatId, *, now: datetime) -> Message:
        """The incident's card for whoever reads this chat."""
        facts = await card_facts(tx, await self._policies.read(tx), id)
        silenced = await tx.sounds.is_silenced(chat_id, id, since=facts.incident.clock_from)
        return render_card(replace(card_view(facts, chat_id, now=now), silenced=silenced))


def _with_bytes(message: Message) -> Message:
    """A table goes out as a file."""
    file = message.attached
    if file is None or file.workbook is None:
        return message
    return replace(message, attached=Attached(name=file.name, content=workbook_bytes(file.workbook)))
