"""The button under a preview of an answer, as it stands now."""

from handlers.answers.buttons import SendButton
from incidents.answers.lookups import preview_code
from incidents.ids import AnswerId
from tests.kit.desk_town import DeskTown


async def sends(town: DeskTown, id: AnswerId) -> SendButton:
    """«Отправить» under the newest preview of this answer."""
    async with town.storage.transaction() as tx:
        seen = await preview_code(tx, town.policy, await tx.answers.get(id), now=town.clock.now())
    return SendButton(answer=id, seen=seen)
