"""Links that let somebody in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import InvitationId, OfficialId
from incidents.official import Invitation


class Invitations(Protocol):
    """Links that let somebody in."""

    async def add(self, draft: Invitation) -> Invitation:
        """Insert (id ignored)."""

    async def get(self, id: InvitationId) -> Invitation:
        """Locked until the end. Raises NotFound."""

    async def by_code(self, code_hash: str) -> InvitationId | None:
        """The invitation whose link carries this code, open or not."""

    async def still_open(self, now: datetime) -> Sequence[Invitation]:
        """Those whose links let somebody in, newest first."""

    async def save(self, changed: Invitation) -> None:
        """Update what happens to a link: its code, who opened it, that it was spent or cancelled."""

    async def cancel_all_by(self, created_by: OfficialId, *, at: datetime) -> int:
        """Cancel the links that this official made and nobody spent. Gives back how many of them were open."""
