"""What /status is read from: database and health."""

from datetime import timedelta

from handlers.bot_status_words import BotState, status
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.messages import BotStatus
from incidents.messenger import Message


@renders(BotStatus)
async def _status(call: Call, _said: BotStatus) -> Message:
    waiting = [await call.tx.health.first_of_inbox(now=call.now), await call.tx.health.first_of_outbox(now=call.now)]
    state = BotState(
        ailments=call.ailments,
        sources=[source for source in await call.tx.sources.all() if source.paused_at is None],
        unsure=await call.tx.health.count_unsure(),
        is_split=call.is_split,
        waits=max((first.age for first in waiting if first is not None), default=timedelta(0)),
    )
    return status(state=state, tz=call.tz, now=call.now)
