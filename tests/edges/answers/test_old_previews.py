"""What a preview shows is what its buttons act on: an old preview does nothing and shows the present text."""

from collections.abc import AsyncIterator

import pytest

from handlers.answers.buttons import AnswerButton, AnswerDay, AnswerDo, FactDay, SendButton
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import Answer, AnswerState
from incidents.ids import AnswerId
from incidents.incident import Incident
from tests.kit.phones import Phones, phones
from tests.kit.previews import day_of, sends, under
from tests.kit.said import said

FORMER = "Здравствуйте! Отдел дорожного хозяйства откачает воду 26 ноября."
PRESENT = "Здравствуйте! Отдел дорожного хозяйства откачает воду 27 ноября."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def answers(town: Phones, incident: Incident) -> list[Answer]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.answers.of(incident.id))


async def previewed(town: Phones, incident: Incident, text: str) -> SendButton:
    """A text is typed; the button under its preview."""
    await town.press("ann", CardButton(press=Press.ANSWER, incident=incident.id))
    await town.type("ann", text)
    return await sends(town.town, (await answers(town, incident))[-1].id)


async def shown(town: Phones) -> str:
    return (await said(town.town))[-1][1]


async def test_a_press_under_the_former_preview_shows_the_new_text_and_sends_nothing(town: Phones) -> None:
    incident = await town.town.open()
    old = await previewed(town, incident, FORMER)
    await town.type("ann", PRESENT)
    assert "прежний текст" in str(await town.press("ann", old, message_id=92))
    (draft,) = await answers(town, incident)
    assert (draft.state, draft.text) == (AnswerState.DRAFT, PRESENT)
    text = await shown(town)
    assert text.startswith("Это прежний текст") and PRESENT in text and FORMER not in text
    assert await town.press("ann", await sends(town.town, draft.id), message_id=92) is None
    assert (await answers(town, incident))[0].state is AnswerState.SCHEDULED
    assert f"Опубликуем через 60 секунд, в 9:15. Потом исправить можно только поправкой\n{PRESENT}" in await shown(town)
    assert "отправили уже другой" in str(await town.press("ann", old, message_id=92))


async def test_a_newer_draft_takes_the_place_of_an_older_one(town: Phones) -> None:
    incident = await town.town.open()
    old = await previewed(town, incident, FORMER)
    await previewed(town, incident, PRESENT)
    assert "прежний текст" in str(await town.press("ann", old))
    assert [each.state for each in await answers(town, incident)] == [AnswerState.DRAFT, AnswerState.DRAFT]
    assert PRESENT in await shown(town)


async def test_a_button_of_an_older_program_does_not_know_its_text_and_shows_it_anew(town: Phones) -> None:
    incident = await town.town.open()
    new = await previewed(town, incident, PRESENT)
    assert "прежний текст" in str(await town.press("ann", AnswerButton(do=AnswerDo.SEND, answer=new.answer)))
    assert (await answers(town, incident))[0].state is AnswerState.DRAFT


async def test_yesterdays_preview_of_tomorrow_means_another_day_and_dies_too(town: Phones) -> None:
    incident = await town.town.open()
    old = await previewed(town, incident, "Здравствуйте! Отдел дорожного хозяйства откачает воду завтра.")
    town.town.clock.move(days=1)
    assert "прежний текст" in str(await town.press("ann", old))
    assert (await answers(town, incident))[0].state is AnswerState.DRAFT
    plain = await previewed(town, incident, PRESENT)
    town.town.clock.move(hours=20)
    assert await town.press("ann", plain) is None
    assert (await answers(town, incident))[-1].state is AnswerState.SCHEDULED


@pytest.mark.parametrize("what", [AnswerDo.DROP, AnswerDo.DATE, AnswerDo.NO_PHOTO])
async def test_no_other_button_of_an_old_preview_acts_on_the_present_draft(town: Phones, what: AnswerDo) -> None:
    incident = await town.town.open()
    first = await previewed(town, incident, FORMER)
    old = await under(town.town, AnswerId(first.answer), what)
    await town.type("ann", PRESENT)
    assert "прежний текст" in str(await town.press("ann", old, message_id=92))
    (draft,) = await answers(town, incident)
    assert (draft.state, draft.text) == (AnswerState.DRAFT, PRESENT)
    text = await shown(town)
    assert text.startswith("Это прежний текст") and PRESENT in text and FORMER not in text


async def test_days_asked_for_the_former_text_are_added_to_no_other(town: Phones) -> None:
    incident = await town.town.open()
    first = await previewed(town, incident, FORMER)
    for day in (FactDay.FRIDAY, FactDay.TYPED):
        old = await day_of(town.town, AnswerId(first.answer), day)
        await town.type("ann", f"{PRESENT} {day}")
        assert "прежний текст" in str(await town.press("ann", old, message_id=92))
        assert (await answers(town, incident))[0].text == f"{PRESENT} {day}"
    assert "прежний текст" in str(await town.press("ann", AnswerDay(answer=first.answer, day=FactDay.FRIDAY)))


@pytest.mark.parametrize("what", [AnswerDo.DROP, AnswerDo.DATE])
async def test_no_button_of_an_older_program_acts_on_what_it_does_not_know(town: Phones, what: AnswerDo) -> None:
    incident = await town.town.open()
    new = await previewed(town, incident, PRESENT)
    assert "прежний текст" in str(await town.press("ann", AnswerButton(do=what, answer=new.answer)))
    assert (await answers(town, incident))[0].state is AnswerState.DRAFT


async def test_cancelling_under_the_preview_of_an_older_draft_keeps_the_newer_one(town: Phones) -> None:
    incident = await town.town.open()
    first = await previewed(town, incident, FORMER)
    old = await under(town.town, AnswerId(first.answer), AnswerDo.DROP)
    await previewed(town, incident, PRESENT)
    assert "прежний текст" in str(await town.press("ann", old))
    assert [each.state for each in await answers(town, incident)] == [AnswerState.DRAFT, AnswerState.DRAFT]
