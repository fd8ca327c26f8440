"""Published answers."""

from dataclasses import replace

from incidents.answers.values import Answer, AnswerState
from incidents.desk.answers import publish_answer
from incidents.publisher import Published
from tests.kit.desk_town import DeskTown

COMMENT = Published(external_id="wall-1_1_r7", url="https://vk.com/wall-1_1?reply=7")


async def publish(town: DeskTown, answer: Answer, *, proved: bool = False) -> Answer:
    async with town.storage.transaction() as tx:
        sent = replace(await tx.answers.get(answer.id), state=AnswerState.SCHEDULED)
        going = await publish_answer.start_publishing(tx, sent, now=town.clock.now())
        return await publish_answer.mark_published(tx, town.policy, going, COMMENT, now=town.clock.now(), proved=proved)
