"""Screens answer a press: menus, lists and pages, sent after its commit.

They stand in no queue, so a crash may lose one: whoever pressed presses again.
"""

import logging
from collections.abc import Sequence
from functools import partial

from bot.clock import Clock
from bot.delivery import shown_words
from bot.delivery.put_into_chat import put_into_chat
from bot.delivery.send_rate import SharedPace
from bot.delivery.settling import written
from bot.renderer import Renderer
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from handlers.kit.rendering import Unneeded
from incidents.delivery import Say
from incidents.errors import NotFound
from incidents.messages import Delete
from incidents.messenger import Done, Messenger

LOG = logging.getLogger(__name__)

PATIENCE = 2.0  # scenario seconds: a press is answered within them, with its screen or with a word
AGAIN = "Сейчас показать не получилось. Нажмите ещё раз"


class Screens:
    """Shows screens through the pace that all messages of the bot share."""

    def __init__(self, storage: Storage, clock: Clock, messenger: Messenger, renderer: Renderer, pace: SharedPace) -> None:
        self._storage, self._clock, self._messenger, self._renderer, self._pace = storage, clock, messenger, renderer, pace

    async def show(self, screens: Sequence[Say]) -> str | None:
        """Show them in their order; the first that cannot be shown ends it. Gives back what to say instead; None: all stand."""
        try:
            for each in screens:
                if not await self._stands(each):
                    return AGAIN
        except NotFound as error:
            return error.user_text
        except Exception:
            LOG.exception("a screen was not shown")
            return AGAIN
        return None

    async def _stands(self, say: Say) -> bool:
        wait, is_booked = await self._pace.reserve(say.chat_id, self._clock.now(), patience=PATIENCE)
        if not is_booked:
            return False
        await self._clock.sleep(wait)
        edit = edit if isinstance(edit := say.params.get("edit"), int) else None
        async with self._storage.showing(person_waits=True) as tx:
            try:
                render = partial(self._renderer.say, tx, say, now=self._clock.now())
                message, shows = await shown_words.noticed(tx, render, edit)
            except Unneeded:
                if edit is not None:
                    await tx.outbox.say(say.chat_id, Delete(), edit=edit, topic_id=say.topic_id, sound=False)
                return True
            copy = await tx.copies.in_chat(say.incident_id, say.chat_id) if say.incident_id is not None and edit is None else None
        reply_to = copy.message_id if copy is not None else None
        # `is_anew`: a menu that was closed by the first of two presses is not opened by the second, it would stay for ever
        delivery, call = await put_into_chat(
            self._messenger, say.chat_id, message, edit=edit, is_anew=False, topic_id=say.topic_id, reply_to=reply_to
        )
        if not isinstance(delivery, Done):
            LOG.info("a screen was not shown: %s", type(delivery).__name__)
            return False
        self._pace.took(say.chat_id, self._clock.now())
        at = self._clock.now()

        async def change(tx: Tx) -> None:
            await shown_words.keep_words(tx, say, delivery, call, shows, at=at)

        await written(self._storage, change)
        return True
