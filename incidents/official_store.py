"""Officials and departments."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from incidents.ids import ChatId, DepartmentId, OfficialId
from incidents.official import Department, Official, Watch


class Officials(Protocol):
    """The officials of the district."""

    async def lock(self) -> None:
        """Until the transaction ends, nobody else changes who works here: read again what was read before."""

    async def get(self, id: OfficialId) -> Official:
        """Active or not. Raises NotFound."""

    async def by_user(self, user_id: ChatId) -> Official | None:
        """The active official behind a messenger's user id."""

    async def all(self) -> Sequence[Official]:
        """All that are active."""

    async def enrol(self, official: Official) -> Official:
        """Insert (id ignored) or, for a user id already there, change the role and department."""

    async def save(self, official: Official) -> None:
        """Update all that the desk may change."""

    async def blocked(self) -> Sequence[Official]:
        """Those whom a coordinator switched off and may switch on again."""

    async def dismissed_by_user(self, user_id: ChatId) -> Official | None:
        """Who was an official and is none now: dismissed or blocked."""

    async def set_reachable(self, user_id: ChatId, reachable: bool) -> None:
        """Whether the messenger lets us write to the official."""

    async def set_watch(self, official_id: OfficialId, watch: Watch | None) -> None:
        """How the official stands in the roster now."""

    async def these(self, ids: Collection[OfficialId]) -> Mapping[OfficialId, Official]:
        """People by their ids, those who have left too."""


class Departments(Protocol):
    """The departments of the district."""

    async def all(self) -> Sequence[Department]:
        """All departments."""

    async def put(self, put: Department) -> None:
        """Insert or rename. A chat and contacts that were set while the bot ran stay when `put` names none."""

    async def set_chat(self, id: DepartmentId, chat_id: ChatId | None, topic_id: int | None = None) -> None:
        """The group chat where the department's cards also stand; None takes it away. The bot's rights there are looked at anew."""

    async def set_contacts(self, id: DepartmentId, *, phone: str | None, hours: str | None) -> None:
        """What residents are told of the department; None: nothing."""

    async def recheck_chat(self, chat_id: ChatId) -> None:
        """The bot's rights in a group have changed: they are to be looked at again."""


class StaffStores:
    """Who works here, and where."""

    officials: Officials
    departments: Departments
