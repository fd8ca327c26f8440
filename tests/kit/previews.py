"""The buttons under a preview of an answer, as they stand now."""

from handlers.answers.buttons import AnswerDo, DayButton, FactDay, PreviewButton, SendButton
from incidents.answers.lookups import preview_code
from incidents.ids import AnswerId
from tests.kit.desk_town import DeskTown


async def sends(town: DeskTown, id: AnswerId) -> SendButton:
    """«Отправить» under the newest preview of this answer."""
    return SendButton(answer=id, seen=await _seen(town, id))


async def under(town: DeskTown, id: AnswerId, do: AnswerDo) -> PreviewButton:
    """«Отменить», «Добавить дату», «Убрать фото» under the newest preview of this answer."""
    return PreviewButton(do=do, answer=id, seen=await _seen(town, id))


async def day_of(town: DeskTown, id: AnswerId, day: FactDay | str) -> DayButton:
    """A day under «До какого дня?»."""
    return DayButton(answer=id, day=day, seen=await _seen(town, id))


async def _seen(town: DeskTown, id: AnswerId) -> str:
    async with town.storage.transaction() as tx:
        return await preview_code(tx, town.policy, await tx.answers.get(id), now=town.clock.now())
