"""Enrol the town's officials by links, as real ones do.

An invite, «/start <code>», a welcome.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable

from bot.app import App
from bot.demo.control import Control, SandboxError
from bot.demo.town import Town
from incidents.approval.values import ApprovalMode
from incidents.deadlines.norm_overrides import CHECK_WORDS, NormWord
from incidents.desk.answers.done_check import WORDS
from incidents.desk.people.links import LIFE
from incidents.ids import DepartmentId, InvitationId
from incidents.official import Invitation, Role

PATIENCE = 180.0  # real seconds for all of them
LOOK = 0.2  # real seconds: whoever looks keeps the bot from writing meanwhile


async def enrol_all(app: App, control: Control, town: Town, told: Callable[[int, int], None] = lambda _done, _of: None) -> None:
    """Invite everyone and wait until the bot has taken them all. Raises SandboxError when it does not. `told`: how many of them.

    The coordinator comes last: whoever came before is no news for them.
    """
    codes = {official.user_id: secrets.token_urlsafe(24) for official in town.officials}
    async with app.storage.transaction() as tx:
        now = app.clock.now()
        for official in town.officials:
            await tx.invitations.add(
                Invitation(
                    id=InvitationId(0),
                    district_id=tx.district_id,
                    role=official.role,
                    department_id=DepartmentId(official.department_id) if official.department_id else None,
                    created_by=None,
                    created_at=now,
                    expires_at=now + LIFE,
                    code_hash=hashlib.sha256(codes[official.user_id].encode()).hexdigest(),
                )
            )
    for official in sorted(town.officials, key=lambda each: each.role is Role.COORDINATOR):
        await control.type(official.user_id, f"/start {codes[official.user_id]}")
    wanted = len(town.officials)
    try:
        async with asyncio.timeout(PATIENCE):
            while (done := await _enrolled(app)) < wanted:
                told(done, wanted)
                await asyncio.sleep(LOOK)
    except TimeoutError:
        raise SandboxError("сотрудники города не подключились к боту за три минуты") from None


async def want_approval(app: App) -> None:
    """The town's press service looks at every answer, and has approved the words of «Решено?»."""
    async with app.storage.transaction() as tx:
        first = {each.role: each.id for each in reversed(await tx.officials.all())}
        await tx.approval_modes.set("", ApprovalMode.ALWAYS, by=first[Role.COORDINATOR], at=app.clock.now())
        await tx.norm_words.put(NormWord(key=CHECK_WORDS, value=WORDS, by=first[Role.APPROVER], at=app.clock.now()))


async def _enrolled(app: App) -> int:
    async with app.storage.transaction() as tx:
        return len(await tx.officials.all())
