"""An author says that it is not done: who hears of it, what settles it, and what it counts as meanwhile."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.renderer import Renderer
from handlers.head.buttons import HeadButton, HeadDo
from handlers.head.summary_words import daily
from handlers.head.workbook_words import WorkbookRow, cells
from handlers.kit.buttons import CardButton, Press
from incidents.answers.reactions import Tone
from incidents.desk.acts.undo import undo
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.errors import Forbidden, WrongStep
from incidents.head.briefing import LOOKS_BACK, briefing
from incidents.head.lateness import NOTHING
from incidents.head.summary import Summary
from incidents.head.summary_figures import summary_figures
from incidents.head.usual_day import beside_usual_days
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from incidents.messenger import Message
from incidents.official import Role
from incidents.posts import StoredPost
from incidents.privacy.values import DataOf, Ground, Keep
from incidents.promises.values import PromiseState
from incidents.reading import Kind, Mood, ReactionKind
from tests.kit.approvals import labels, read
from tests.kit.author_replies import AUTHOR, answered, comment
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import HOUSING, place, reading

OTHER = "88"
DENIED: dict[str, Any] = {"reaction": ReactionKind.ANGER, "resolved": False}  # Any: fields of a Reading
THANKED: dict[str, Any] = {"reaction": ReactionKind.THANKS, "resolved": True}  # Any: as above


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as desk:
        await desk.town.enrol("press", Role.APPROVER)
        await desk.town.enrol("second", Role.COORDINATOR)
        await desk.town.enrol("other_chief", Role.CHIEF, HOUSING)
        yield desk


async def close(desk: Phones, incident: Incident, by: str = "ann", outcome: ClosingOutcome = ClosingOutcome.DONE) -> Incident:
    chosen: dict[str, Any] = {"outcome": outcome, **({"untold": Untold.OTHER} if outcome is ClosingOutcome.DONE else {})}  # Any: of a Close
    await desk.town.act(incident.id, Act.CLOSE, by, **chosen)
    return await desk.town.incident(incident.id)


async def closed(desk: Phones, by: str = "ann") -> tuple[Incident, StoredPost]:
    incident, post = await answered(desk)
    return await close(desk, incident, by), post


async def reply(
    desk: Phones, post: StoredPost, text: str = "Как было темно, так и есть", by: str = AUTHOR, **heard: Any
) -> StoredPost:  # Any: fields of a Reading
    return await comment(desk, post, text, by, **(heard or DENIED))


async def press(desk: Phones, what: Press, incident: Incident, by: str = "ann") -> str | None:
    return await desk.press(by, CardButton(press=what, incident=incident.id), message_id=70)


async def card(desk: Phones, incident: Incident, viewer: str) -> Message:
    async with desk.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).card(tx, incident.id, desk.user(viewer), now=desk.town.clock.now())
    parse(message.html)
    return message


async def told(desk: Phones, code: str) -> set[str]:
    """Who was told so."""
    names = {who.user_id: name for name, who in desk.town.people.items()}
    return {names[chat] for _, chat in await desk.town.says(code)}


async def is_disputed(desk: Phones, incident: Incident) -> bool:
    return (await desk.town.incident(incident.id)).is_disputed


async def summary(desk: Phones) -> Summary:
    now = desk.town.clock.now()
    async with desk.town.storage.transaction() as tx:
        return await summary_figures(tx, desk.town.policy.calendar, since=now - timedelta(days=1), until=now + timedelta(hours=1), now=now)


async def test_a_denial_after_closing_is_seen_by_coordinators_and_the_press_service(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    assert await is_disputed(desk, incident)
    assert await told(desk, "disputed") == {"coordinator", "second", "press"}
    assert await told(desk, "reaction") == {"ann"}
    seen = await read(desk, "disputed", "press")
    assert seen.html.startswith("<b>Житель спорит, что сделано:</b> вода на дороге") and "Как было темно" in seen.html
    assert labels(seen) == [["Подтвердить: сделано"], ["Вернуть в работу"]]
    asked = await read(desk, "reaction", "ann")
    assert "«Оставить» спросит причину или фото" in asked.html and labels(asked) == [["Вернуть в работу", "Оставить"]]
    for viewer in ("ann", "coordinator"):
        assert "Житель спорит, сделано ли" in (await card(desk, incident, viewer)).html


async def test_a_sarcastic_denial_is_a_denial(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post, "Четыре фонаря? Насчитал один", reaction=ReactionKind.SARCASM, resolved=False)
    assert await is_disputed(desk, incident)


@pytest.mark.parametrize(
    "heard", [{"reaction": ReactionKind.ANGER}, {"reaction": ReactionKind.SARCASM}, {"reaction": ReactionKind.NEW_QUESTION}]
)
async def test_who_is_angry_and_does_not_say_that_it_is_not_done_disputes_nothing(
    desk: Phones, heard: dict[str, Any]
) -> None:  # Any: as above
    incident, post = await closed(desk)
    await reply(desk, post, "Два месяца лампочку меняли", **heard)
    assert not await is_disputed(desk, incident) and await told(desk, "disputed") == set()


@pytest.mark.parametrize("outcome", [ClosingOutcome.EXPLAINED, ClosingOutcome.REFUSED, ClosingOutcome.PASSED])
async def test_what_nobody_calls_done_is_not_disputed(desk: Phones, outcome: ClosingOutcome) -> None:
    incident, post = await answered(desk)
    await close(desk, incident, outcome=outcome)
    await reply(desk, post)
    assert not await is_disputed(desk, incident) and await told(desk, "reaction") == {"ann"}


async def test_what_is_only_promised_is_not_disputed(desk: Phones) -> None:
    incident, post = await answered(desk, "Здравствуйте! Завтра прочистим трубу.")
    await reply(desk, post, "Пока ничего не сделали")
    assert not await is_disputed(desk, incident)


async def test_closed_as_done_is_disputed_though_its_promise_waits_for_its_day(desk: Phones) -> None:
    incident, post = await answered(desk, "Здравствуйте! Завтра прочистим трубу.")
    await close(desk, incident)
    async with desk.town.storage.transaction() as tx:
        assert [each.state for each in await tx.promises.of(incident.id)] == [PromiseState.OPEN]
    await reply(desk, post, "Вы издеваетесь? Как была вода, так и стоит")
    assert await is_disputed(desk, incident) and await told(desk, "disputed") == {"coordinator", "second", "press"}
    figures = await summary(desk)
    assert (figures.closed, figures.solved, figures.disputed) == (1, 0, 1)


@pytest.mark.parametrize("by", ["coordinator", "press", "other_chief", "head"])
async def test_another_than_who_closed_it_confirms_and_it_counts_as_done(desk: Phones, by: str) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    before = await summary(desk)
    assert (before.solved, before.disputed, len(before.disputes), before.closed) == (0, 1, 1, 1)
    await desk.town.act(incident.id, Act.CONFIRM_DONE, by)
    after = await summary(desk)
    assert (after.solved, after.disputed, after.disputes) == (1, 0, ())
    assert (await desk.town.incident(incident.id)).status is Status.CLOSED


@pytest.mark.parametrize("by", ["ann", "peter", "chief", "duty", "observer"])
async def test_the_accused_and_the_others_confirm_nothing(desk: Phones, by: str) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    with pytest.raises(Forbidden):
        await desk.town.act(incident.id, Act.CONFIRM_DONE, by)
    assert await is_disputed(desk, incident)


async def test_a_coordinator_who_closed_it_does_not_confirm_it_and_another_does(desk: Phones) -> None:
    incident, post = await closed(desk, by="coordinator")
    await reply(desk, post)
    assert (await press(desk, Press.CONFIRM_DONE, incident, "coordinator") or "").startswith("Подтвердить может не тот, кто закрывал")
    assert (await press(desk, Press.CONFIRM_DONE, incident, "second") or "").startswith("Подтвердили: сделано")
    assert not await is_disputed(desk, incident)
    assert (await press(desk, Press.CONFIRM_DONE, incident, "second") or "").startswith("Спора здесь уже нет")


async def test_a_confirmation_can_be_taken_back(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    await press(desk, Press.CONFIRM_DONE, incident, "coordinator")
    assert any("Вернуть спор" in row for row in labels(await card(desk, incident, "coordinator")))
    await press(desk, Press.UNDO, incident, "coordinator")
    assert await is_disputed(desk, incident)


async def test_the_press_service_takes_it_back_into_work(desk: Phones) -> None:
    incident, post = await closed(desk)
    assert "карточку ведёт отдел" in (await press(desk, Press.REOPEN, incident, "press") or "")
    await reply(desk, post)
    await press(desk, Press.REOPEN, incident, "press")
    after = await desk.town.incident(incident.id)
    assert (after.status, after.disputed) == (Status.REOPENED, None)


async def test_it_is_opened_once_a_closing(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    await reply(desk, post, "Сколько можно врать")
    await press(desk, Press.CONFIRM_DONE, incident, "coordinator")
    await reply(desk, post, "И сейчас темно")
    assert not await is_disputed(desk, incident)
    assert len(await desk.town.says("disputed")) == 3  # to three people once
    await press(desk, Press.REOPEN, incident, "coordinator")
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await close(desk, incident)
    await reply(desk, post, "Опять неправда")
    assert await is_disputed(desk, incident)


async def test_the_authors_own_yes_ends_it(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    await reply(desk, post, "Спасибо, сегодня включили", **THANKED)
    after = await desk.town.incident(incident.id)
    assert (after.disputed, (await summary(desk)).solved) == (False, 1)


async def test_a_denial_edited_into_thanks_ends_it(desk: Phones) -> None:
    incident, post = await closed(desk)
    said = await reply(desk, post)
    await desk.town.take(said, reading(is_appeal=False, kind=Kind.CHAT, mood=Mood.NEUTRAL, main=place(), **THANKED))
    assert not await is_disputed(desk, incident)


async def test_a_second_voice_denies_without_a_second_message_and_one_yes_is_not_enough(desk: Phones) -> None:
    incident, post = await closed(desk)
    second = await desk.town.write("+1", author_id=OTHER)
    async with desk.town.storage.transaction() as tx:
        voice = (await tx.voices.of(incident.id))[0]
        await tx.voices.add(
            type(voice)(incident_id=incident.id, post_id=second.id, joined_at=voice.joined_at, because="", answered_at=voice.answered_at)
        )
    await reply(desk, post)
    await reply(desk, second, "И у нас темно", by=OTHER)
    async with desk.town.storage.transaction() as tx:
        assert [each.tone for each in await tx.reactions.of(incident.id)] == [Tone.DENIES, Tone.DENIES]
    assert len(await desk.town.says("disputed")) == 3
    await reply(desk, post, "Спасибо, у нас включили", **THANKED)
    assert await is_disputed(desk, incident)
    await reply(desk, second, "И у нас, спасибо", by=OTHER, **THANKED)
    assert not await is_disputed(desk, incident)


async def test_closing_while_it_stands_open_asks_those_who_may_settle_it(desk: Phones) -> None:
    incident, post = await answered(desk)
    await reply(desk, post)
    assert await is_disputed(desk, incident)
    seen = await read(desk, "disputed", "coordinator")
    assert labels(seen) == [["Вернуть в работу"]] and "Карточка ещё открыта" in seen.html
    with pytest.raises(WrongStep):
        await desk.town.act(incident.id, Act.CONFIRM_DONE, "coordinator")
    after = await close(desk, incident)
    assert after.is_disputed and (await summary(desk)).disputed == 1
    assert labels(await read(desk, "disputed", "coordinator")) == [["Подтвердить: сделано"], ["Вернуть в работу"]]
    assert len(await desk.town.says("disputed")) == 6


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.ACCEPTED])
async def test_undoing_the_closing_leaves_what_was_said_against_the_answer(desk: Phones, status: Status) -> None:
    incident, post = await answered(desk)
    if status is Status.ACCEPTED:
        await press(desk, Press.REOPEN, incident, "coordinator")
        await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await close(desk, incident)
    await reply(desk, post)
    assert await is_disputed(desk, incident)
    async with desk.town.storage.transaction() as tx:
        await undo(tx, desk.town.policy, incident.id, by=desk.town.who("ann"), now=desk.town.clock.now())
    after = await desk.town.incident(incident.id)
    assert (after.status, after.disputed) == (status, True if status is Status.ANSWERED else None)


async def test_an_erased_author_disputes_without_words_until_a_person_says(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    async with desk.town.storage.transaction() as tx:
        target = Target(whose=DataOf.AUTHOR, post=post.id)
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=desk.town.clock.now())
    seen = await read(desk, "disputed", "coordinator")
    assert "Как было" not in seen.html and "blockquote" not in seen.html
    assert await is_disputed(desk, incident) and (await summary(desk)).disputed == 1
    await reply(desk, post, "Спасибо, включили", **THANKED)  # of whoever we do not know any more
    assert await is_disputed(desk, incident)
    await press(desk, Press.CONFIRM_DONE, incident, "coordinator")
    assert not await is_disputed(desk, incident)


async def test_leaving_it_asks_why_and_tells_those_who_may_settle_it(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    assert await press(desk, Press.STAY, incident) is None
    assert "Причина одной фразой или фото сделанного" in (await read(desk, "ask_why_stays", "ann")).html
    assert [row for row in await desk.town.rows() if row.code == "delete"] == []
    await desk.type("ann", "Лампу заменили 24-го, перегорел другой фонарь")
    assert await told(desk, "dispute_kept") == {"coordinator", "second", "press"}
    seen = await read(desk, "dispute_kept", "coordinator")
    assert "перегорел другой фонарь" in seen.html and labels(seen) == [["Подтвердить: сделано"], ["Вернуть в работу"]]
    assert [row.params["edit"] for row in await desk.town.rows() if row.code == "delete"] == [70]
    assert await is_disputed(desk, incident)
    assert await press(desk, Press.STAY, incident) == "Так уже и есть"


async def test_a_photo_is_a_reason(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    await press(desk, Press.STAY, incident)
    photo = [{"file_id": "big", "file_unique_id": "b", "width": 900, "height": 900}]
    await desk.type("ann", None, photo=photo)
    seen = await read(desk, "dispute_kept", "press")
    assert seen.photo == "big" and "прислали фото" in seen.html


async def test_a_sticker_is_no_reason_and_the_question_waits(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    await press(desk, Press.STAY, incident)
    await desk.type("ann", None, voice={"file_id": "1", "file_unique_id": "1", "duration": 1})
    assert await told(desk, "dispute_kept") == set()
    await desk.type("ann", "Проверили ещё раз, горит")
    assert await told(desk, "dispute_kept") == {"coordinator", "second", "press"}


async def test_a_reason_that_comes_when_it_is_settled_tells_nobody(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    await press(desk, Press.STAY, incident)
    await press(desk, Press.CONFIRM_DONE, incident, "coordinator")
    await desk.type("ann", "Горит, проверили")
    assert not await is_disputed(desk, incident)


async def test_the_head_reads_it_apart_and_opens_the_card(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    figures, now = await summary(desk), desk.town.clock.now()
    told = daily(summary=figures, department_titles={}, topic_shorts={}, now=now, tz=desk.town.policy.calendar.timezone)
    shown = parse(told.html)
    assert "Сделано, но житель спорит: 1" in shown and "решили" not in shown
    since, until = int(figures.since.timestamp()), int(figures.until.timestamp())
    await desk.press("head", HeadButton(do=HeadDo.REPORT, since=since, until=until, page=0))
    assert "Закрыли 1, из них сделано 0, житель спорит 1" in parse((await read(desk, "head_report", "head")).html)
    await desk.press("head", HeadButton(do=HeadDo.DISPUTES, since=since, until=until, page=0))
    listed = await read(desk, "head_disputes", "head")
    assert f"№ {incident.number}" in listed.html and labels(listed)[0] == [f"№ {incident.number}"]
    assert labels(await card(desk, incident, "head"))[0] == ["Подтвердить: сделано"]


async def test_what_to_say_excel_and_the_picture_tell_it_apart(desk: Phones) -> None:
    incident, post = await closed(desk)
    await reply(desk, post)
    known, now, zone = await desk.town.incident(incident.id), desk.town.clock.now(), desk.town.policy.calendar.timezone
    found = briefing(until=now + timedelta(hours=1), today=now.date(), known=[known], heard=[], promises=[])
    assert (found.done, found.denied) == ((), (known,))
    row = WorkbookRow(incident=known, topic_short="вода", department="", voices=1, holder="", reason=None, promised=None, clocks=NOTHING)
    assert "Сделано, житель спорит" in cells(row, since=now - LOOKS_BACK, until=now, tz=zone)
    day = await summary(desk)
    assert [(each.name, each.now) for each in beside_usual_days(day, [day, day])][3:] == [("Решили", 0), ("Житель спорит", 1)]
