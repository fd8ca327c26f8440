"""An official corrects the typed answer by editing the message: the draft follows, what is out never changes silently."""

from collections.abc import AsyncIterator

import pytest

from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import Answer, AnswerState
from incidents.desk.answers import publish_answer
from incidents.incident import Incident
from incidents.publisher import Published
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.previews import sends
from tests.kit.said import said

TYPED = "Здравствуйте! Отдел дорожного хозяйства откачает воду 26 ноября."
EDITED = "Здравствуйте! Отдел дорожного хозяйства откачает воду 27 ноября."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def typed(town: Phones) -> tuple[Incident, Answer]:
    incident = await town.town.open()
    await town.press("ann", CardButton(press=Press.ANSWER, incident=incident.id))
    await town.type("ann", TYPED, message_id=700)
    await town.town.sweep_outbox()
    return incident, await current(town, incident)


async def current(town: Phones, incident: Incident) -> Answer:
    async with town.town.storage.transaction() as tx:
        return (await tx.answers.of(incident.id))[-1]


async def edit(town: Phones, text: str, *, by: str = "ann", message_id: int = 700, **more: object) -> list[tuple[str, str]]:
    """What is said after the message was changed."""
    message = town.message(by, text, town.user(by), message_id=message_id, edit_date=1_700_000_100)
    await town.update(edited_message={**message, **more})
    return await said(town.town)


async def test_an_edit_before_sending_is_the_new_draft_and_the_former_preview_dies(town: Phones) -> None:
    incident, draft = await typed(town)
    old = await sends(town.town, draft.id)
    ((code, text),) = await edit(town, EDITED)
    assert code == "answer" and EDITED in text
    assert (await current(town, incident)).text == EDITED
    assert "прежний текст" in str(await town.press("ann", old))
    assert (await current(town, incident)).state is AnswerState.DRAFT


async def test_an_edit_within_the_60_seconds_stops_the_sending_and_says_so(town: Phones) -> None:
    incident, draft = await typed(town)
    await town.press("ann", await sends(town.town, draft.id), message_id=93)
    await town.town.sweep_outbox()
    messages = await edit(town, EDITED)
    assert [code for code, _ in messages] == ["answer_stopped_by_edit", "answer"]
    assert messages[0][1].startswith("Отправку остановили, вы изменили текст") and EDITED in messages[1][1]
    after = await current(town, incident)
    assert (after.state, after.text, after.publish_at) == (AnswerState.DRAFT, EDITED, None)


@pytest.mark.parametrize(("text", "why"), [("Вода. " * 600, "лишних знаков"), ("  ", "Пустой ответ")])
async def test_an_edit_that_does_not_fit_stops_the_sending_all_the_same(town: Phones, text: str, why: str) -> None:
    incident, draft = await typed(town)
    await town.press("ann", await sends(town.town, draft.id), message_id=93)
    await town.town.sweep_outbox()
    messages = await edit(town, text)
    after = await current(town, incident)
    assert (after.state, after.text, after.publish_at) == (AnswerState.DRAFT, TYPED, None)
    assert [code for code, _ in messages] == ["answer_stopped_by_edit", "answer"]
    assert messages[0][1].startswith("Отправку остановили, новый текст не подходит") and why in messages[0][1]
    assert TYPED in messages[1][1]


@pytest.mark.parametrize("is_out", [False, True])
async def test_an_edit_after_the_60_seconds_changes_nothing_and_says_what_to_do(town: Phones, is_out: bool) -> None:
    incident, draft = await typed(town)
    await town.press("ann", await sends(town.town, draft.id))
    async with town.town.storage.transaction() as tx:
        moved = await publish_answer.start_publishing(tx, await tx.answers.get(draft.id), now=town.town.clock.now())
        if is_out:
            comment = Published(external_id="wall-1_1_r5", url="https://vk.com/wall-1_1?reply=5")
            await publish_answer.mark_published(tx, town.town.policy, moved, comment, now=town.town.clock.now(), proved=True)
    await town.town.sweep_outbox()
    ((code, text),) = await edit(town, EDITED)
    assert code == "refusal" and "«Поправка» на карточке" in text
    assert (await current(town, incident)).text == TYPED


async def test_any_other_edit_is_ignored_without_words(town: Phones) -> None:
    incident, _ = await typed(town)
    assert await edit(town, TYPED) == []  # a link's picture came: the words are the same
    assert await edit(town, EDITED, message_id=701) == []
    assert await edit(town, EDITED, by="olga") == []
    assert await edit(town, EDITED, by="resident") == []
    assert await edit(town, EDITED, chat={"id": GROUP, "type": "supergroup"}) == []
    assert (await current(town, incident)).text == TYPED


async def test_an_edit_to_nothing_is_refused_and_keeps_the_draft(town: Phones) -> None:
    incident, _ = await typed(town)
    ((code, _),) = await edit(town, "  ")
    assert code == "refusal"
    assert (await current(town, incident)).text == TYPED
