"""Short replies beside a post to all in the storage, on both engines."""

from dataclasses import replace
from datetime import timedelta

from bot.storage.engine.storage import Storage
from incidents.answers.short_replies import ShortReplies
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.ids import AnswerId
from incidents.posts import Network
from tests.kit.values.stored import MINUTE, NOW, a_post, an_event, an_incident, an_official


async def test_lines_are_kept_cleaned_changed_and_found_while_they_go_on(storage: Storage) -> None:
    async with storage.transaction() as tx:
        by = (await tx.officials.enrol(an_official())).id
        source = await tx.sources.add(Network.VK, "-1", "Подслушано", None)
        await tx.door.receive(source, a_post(1), at=NOW, history=False)
        (post,) = await tx.unread.next(10)
        incident = await tx.incidents.add(an_incident(), an_event())
        draft = Answer(
            id=AnswerId(0),
            district_id=tx.district_id,
            incident_id=incident.id,
            post_id=post.id,
            author_id=by,
            text="Порыв, чиним до 18:00",
            state=AnswerState.PUBLISHED,
            guid="g",
            created_at=NOW,
            kind=AnswerKind.POST,
            external_id="wall-100_5",
        )
        answer = await tx.answers.add(draft)
        assert await tx.short_replies.of(answer.id) is None
        first = ShortReplies(answer_id=answer.id, lines=("раз\0", "два"))
        await tx.short_replies.put(first)
        kept = await tx.short_replies.of(answer.id)
        assert kept == replace(first, lines=("раз", "два"))
        assert await tx.short_replies.going_on(now=NOW) == []
        after = replace(kept, typed=True, proposed=("три",), until=NOW + MINUTE, barred_until=NOW)
        await tx.short_replies.put(after)
        assert await tx.short_replies.of(answer.id) == after
        assert await tx.short_replies.going_on(now=NOW) == [answer.id]
        assert await tx.short_replies.going_on(now=NOW + timedelta(hours=1)) == []
        await tx.short_replies.put(replace(after, proposed=None, stopped_at=NOW))
        assert await tx.short_replies.going_on(now=NOW) == []
        reply = await tx.answers.add(replace(draft, kind=AnswerKind.FINAL, guid="h", shares=answer.id, external_id="wall-1_1_r2"))
        assert (await tx.answers.get(reply.id)).shares == answer.id
        assert await tx.answers.count_published_by(by) == 1
        found = await tx.answers.find(Network.VK, "wall-100_5")
        assert found is not None
        assert found.id == answer.id
        assert await tx.answers.find(Network.OK, "wall-100_5") is None
