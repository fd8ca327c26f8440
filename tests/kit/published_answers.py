"""Published answers."""

from incidents.answers.values import Answer
from incidents.desk.answers import answer_outcome
from incidents.publisher import Published
from tests.kit.desk_town import DeskTown

COMMENT = Published(external_id="wall-1_1_r7", url="https://vk.com/wall-1_1?reply=7")


async def publish(town: DeskTown, answer: Answer, *, proved: bool = False) -> Answer:
    async with town.storage.transaction() as tx:
        return await answer_outcome.published(
            tx, town.policy, await tx.answers.get(answer.id), COMMENT, now=town.clock.now(), proved=proved
        )
