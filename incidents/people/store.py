"""Officials, departments, rules and invites."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import ChatId, DepartmentId, InvitationId, OfficialId
from incidents.official import Department, Invitation, Official
from incidents.routing.rules import Rule


class People(Protocol):
    """Part of the Transaction."""

    async def lock_officials(self) -> None:
        """Until the transaction ends, nobody else changes who works here: read again what was read before."""
        ...

    async def official(self, id: OfficialId) -> Official:
        """Raises NotFound."""
        ...

    async def official_by_user(self, user_id: ChatId) -> Official | None:
        """The active official behind a messenger's user id."""
        ...

    async def officials(self) -> Sequence[Official]:
        """All that are active."""
        ...

    async def enrol(self, official: Official) -> Official:
        """Insert (id ignored) or, for a user id already there, change the role and department."""
        ...

    async def save_official(self, official: Official) -> None:
        """Update all that the desk may change."""
        ...

    async def blocked_officials(self) -> Sequence[Official]:
        """Those whom a coordinator switched off and may switch on again."""
        ...

    async def former_official(self, user_id: ChatId) -> Official | None:
        """Who was an official and is none now: dismissed or blocked."""
        ...

    async def forget_chat(self, chat_id: ChatId) -> None:
        """Cards in this chat are no longer kept up to date, and what waits to be sent there is not sent."""
        ...

    async def set_reachable(self, user_id: ChatId, reachable: bool) -> None:
        """Whether the messenger lets us write to the official."""
        ...

    async def departments(self) -> Sequence[Department]:
        """All departments."""
        ...

    async def put_department(self, put: Department) -> None:
        """Insert or rename; its chat and contacts stay where `put` names none."""
        ...

    async def set_department_contacts(self, id: DepartmentId, *, phone: str | None, hours: str | None) -> None:
        """What residents are told of the department; None: nothing."""
        ...

    async def put_rules(self, rules: Sequence[Rule]) -> None:
        """Replace the whole routing tree."""
        ...

    async def set_department_chat(self, id: DepartmentId, chat_id: ChatId | None, topic_id: int | None = None) -> None:
        """The group chat where the department's cards also stand; None takes it away. The bot's rights there are looked at anew."""
        ...

    async def recheck_chat(self, chat_id: ChatId) -> None:
        """The bot's rights in a group have changed: they are to be looked at again."""
        ...

    async def rules(self) -> Sequence[Rule]:
        """The routing tree's roots in order."""
        ...

    async def add_invitation(self, draft: Invitation) -> Invitation:
        """Insert (id ignored)."""
        ...

    async def invitation(self, id: InvitationId) -> Invitation:
        """Locked until the end. Raises NotFound."""
        ...

    async def invitation_by_code(self, code_hash: str) -> InvitationId | None:
        """The invitation whose link carries this code, open or not."""
        ...

    async def open_invitations(self, now: datetime) -> Sequence[Invitation]:
        """Those whose links let somebody in, newest first."""
        ...

    async def save_invitation(self, changed: Invitation) -> None:
        """Update what happens to a link: its code, who opened it, that it was spent or cancelled."""
        ...

    async def cancel_invitations(self, created_by: OfficialId, *, at: datetime) -> int:
        """Cancel the links that this official made and nobody spent. Gives back how many of them were open."""
        ...

    async def keep_sought(self, official_id: OfficialId, words: str) -> None:
        """What the official looks for from now on: pages of what was found are turned by it."""
        ...
