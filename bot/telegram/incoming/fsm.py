"""aiogram's FSM in our database, inside the update's transaction.

So a rollback takes state and data back too.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from bot.storage.engine.transaction import Tx

JOINED: ContextVar[Tx] = ContextVar("joined transaction")
"""The transaction of the update that is being handled."""


class JoinedStorage(BaseStorage):
    """Reads and writes through the transaction in `JOINED`; outside of an update it has nothing to say (LookupError)."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep the state's name."""
        await JOINED.get().dialogues.set_state(_name(key), state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        """The state's name."""
        state, _data = await JOINED.get().dialogues.get(_name(key))
        return state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:  # Any: aiogram's own contract
        """Keep the data: JSON values only."""
        await JOINED.get().dialogues.set_data(_name(key), dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:  # Any: aiogram's own contract
        """The data."""
        _state, data = await JOINED.get().dialogues.get(_name(key))
        return dict(data)

    async def close(self) -> None:
        """Nothing to close: the storage belongs to the process."""


def _name(key: StorageKey) -> str:
    return f"{key.bot_id}:{key.chat_id}:{key.user_id}:{key.thread_id or 0}"
