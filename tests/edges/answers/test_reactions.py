"""After our answer: the author's next comment, deleted posts and deleted answers."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.renderer import Renderer
from handlers.kit.buttons import CardButton, Press
from incidents.answers.facts import FactKind
from incidents.answers.reactions import Tone
from incidents.desk.intake import take_in as desk
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from incidents.posts import Network, Post, StoredPost
from incidents.reading import DangerGrade, Kind, Mood, ReactionKind
from tests.kit.approvals import labels, read
from tests.kit.author_replies import AUTHOR, CHAT, answered, comment
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.promises import published
from tests.kit.tdlib import parse
from tests.kit.values.samples import place, reading

THANKS: dict[str, Any] = {"reaction": ReactionKind.THANKS, "resolved": True}  # Any: fields of a Reading
ANGER: dict[str, Any] = {"reaction": ReactionKind.ANGER, "resolved": False}  # Any: as above


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def tones(town: Phones, incident: Incident) -> list[Tone]:
    async with town.town.storage.transaction() as tx:
        return [each.tone for each in await tx.reactions.of(incident.id)]


async def card(town: Phones, incident: Incident, viewer: str = "ann") -> str:
    async with town.town.storage.transaction() as tx:
        html = (await Renderer(konakovo()).card(tx, incident.id, town.user(viewer), now=town.town.clock.now())).html
    parse(html)
    return html


async def press(town: Phones, what: Press, incident: Incident, by: str = "ann") -> str | None:
    return await town.press(by, CardButton(press=what, incident=incident.id), message_id=70)


async def test_thanks_suggest_closing_and_stand_on_the_closed_card(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "Спасибо, дошли посуху", **THANKS)
    assert await tones(town, incident) == [Tone.THANKS]
    assert (await town.town.incident(incident.id)).status is Status.ANSWERED
    asked = await read(town, "reaction", "ann")
    assert asked.html.startswith("<b>Автор благодарит:</b> вода на дороге")
    assert labels(asked) == [["Закрыть", "Оставить"]]
    await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert "Автор отозвался: «Спасибо, дошли посуху»" in await card(town, incident)


async def test_sarcasm_is_shown_and_suggests_nothing(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "спасибо, год ждали 👏", mood=Mood.GRATEFUL, kind=Kind.THANKS, **THANKS)
    assert await tones(town, incident) == [Tone.SARCASM]
    assert await town.town.says("reaction") == []
    assert "Автор отозвался: «спасибо, год ждали 👏»" in await card(town, incident)


async def test_anger_suggests_reopening_and_a_press_runs_the_clock_again(town: Phones) -> None:
    incident, post = await answered(town)
    other: dict[str, Any] = {"is_appeal": True, "kind": Kind.COMPLAINT, "group": "waste", "topic": "x"}  # Any: fields of a Reading
    await comment(town, post, "Ничего не сделали, телефон 8 915 123-45-67", **other, **ANGER)
    assert (await town.town.incident(incident.id)).status is Status.ANSWERED
    asked = await read(town, "reaction", "ann")
    assert asked.html.startswith("<b>Автор недоволен:</b>") and "123-45-67" not in asked.html
    assert labels(asked) == [["Вернуть в работу", "Оставить"]]
    await press(town, Press.REOPEN, incident)
    assert (await town.town.incident(incident.id)).status is Status.REOPENED


async def test_thanks_that_do_not_say_that_it_is_done_are_shown_and_counted_nowhere(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "Спасибо за ответ", reaction=ReactionKind.THANKS)
    assert await tones(town, incident) == [Tone.UNSURE]
    assert await town.town.says("reaction") == []
    assert "Автор отозвался: «Спасибо за ответ»" in await card(town, incident)


async def test_the_author_says_it_is_over_without_thanks_and_is_asked_about_like_thanks(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "Уже убрали, проверила", is_appeal=True, kind=Kind.COMPLAINT, reaction=ReactionKind.NEUTRAL, resolved=True)
    assert await tones(town, incident) == [Tone.SOLVED]
    asked = await read(town, "reaction", "ann")
    assert asked.html.startswith("<b>Автор пишет, что решено:</b>") and labels(asked) == [["Закрыть", "Оставить"]]
    assert "Автор пишет: решено, «Уже убрали, проверила»" in await card(town, incident)


async def test_a_question_of_the_author_is_answered_under_the_same_post(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "А во сколько приедут?", reaction=ReactionKind.NEW_QUESTION)
    asked = await read(town, "reaction", "ann")
    assert asked.html.startswith("<b>Автор спрашивает ещё:</b>") and labels(asked) == [["Ответить", "Оставить"]]
    assert "Автор спрашивает: «А во сколько приедут?»" in await card(town, incident)
    other: dict[str, Any] = {"is_appeal": True, "kind": Kind.QUESTION, "reaction": ReactionKind.NEW_QUESTION}  # Any: as above
    await comment(town, post, "Когда починят вторую половину дороги?", **other)
    assert await tones(town, incident) == [Tone.NEW_QUESTION]
    assert (await town.town.incident(incident.id)).status is Status.REOPENED


async def test_whoever_writes_that_it_is_over_is_a_note_on_the_card_and_no_incident(town: Phones) -> None:
    post = await town.town.write(author_id=AUTHOR)
    incident = (await town.town.take(post)).incident
    assert incident is not None
    await comment(town, post, "дали воду!", by="88", resolved=True)
    await comment(town, post, "", by="88", resolved=None)
    async with town.town.storage.transaction() as tx:
        assert [(each.tone, each.by_author) for each in await tx.reactions.of(incident.id)] == [(Tone.SOLVED, False)]
        assert [each.id for each in await tx.incidents.unfinished()] == [incident.id]
        assert await tx.log.of(incident.id) and "житель пишет: решено" in [each.because for each in await tx.log.of(incident.id)]
        now = town.town.clock.now()
        assert await tx.reactions.count(now - timedelta(hours=1), now + timedelta(hours=1)) == {}
    assert "Житель пишет: решено, «дали воду!»" in await card(town, incident)
    assert await town.town.says("reaction") == [] and (await town.town.incident(incident.id)).status is Status.ASSIGNED
    await comment(town, post, "у меня тоже есть", resolved=True)
    assert "Автор пишет: решено, «у меня тоже есть»" in await card(town, incident)


async def test_over_elsewhere_and_a_danger_are_no_note(town: Phones) -> None:
    post = await town.town.write(author_id=AUTHOR)
    incident = (await town.town.take(post)).incident
    assert incident is not None
    await comment(town, post, "На Гагарина дали", by="88", resolved=True, main=place("Редкино", "Гагарина"))
    await comment(town, post, "провод упал", by="88", resolved=True, is_appeal=True, danger=True, danger_grade=DangerGrade.NOW)
    assert await tones(town, incident) == []
    assert (await town.town.incident(incident.id)).danger_grade is DangerGrade.NOW


async def test_the_reader_is_told_our_answer_before_the_authors_comment(town: Phones) -> None:
    _, post = await answered(town, "Здравствуйте! Починили. Отвечает отдел дорожного хозяйства.")

    async def before(by: str, **more: Any) -> str | None:  # Any: fields of a Post
        known = {"external_id": f"{post.post.external_id}_r{next(town.town.numbers)}", "parent_external_id": post.post.external_id}
        said = await town.town.write("и что?", **{**known, "author_id": by, **more})
        async with town.town.storage.transaction() as tx:
            found = await tx.answers.before(said)
        return found.text if found is not None else None

    assert await before(AUTHOR) == "Здравствуйте! Починили. Отвечает отдел дорожного хозяйства."
    assert await before("88") is None and await before("") is None
    assert await before(AUTHOR, parent_external_id=None) is None
    assert await before(AUTHOR, published_at=town.town.clock.now() - timedelta(hours=2)) is None


async def test_leaving_it_takes_the_message_away_once(town: Phones) -> None:
    incident, post = await answered(town)
    assert await press(town, Press.STAY, incident) == "Так уже и есть"
    await comment(town, post, "Долго же вы", reaction=ReactionKind.ANGER)
    assert (await press(town, Press.STAY, incident, "olga") or "").startswith("Это карточка другого отдела")
    assert await press(town, Press.STAY, incident) == "Оставили как есть"
    assert [row.params["edit"] for row in await town.town.rows() if row.code == "delete"] == [70]
    assert await press(town, Press.STAY, incident) == "Так уже и есть"


async def test_thanks_while_a_promise_is_open_ask_nothing(town: Phones) -> None:
    incident, post = await answered(town, "Здравствуйте! Завтра прочистим трубу.")
    await comment(town, post, "Спасибо, ждём", **THANKS)
    assert await tones(town, incident) == [Tone.THANKS]
    assert await town.town.says("reaction") == []


async def test_others_questions_and_early_comments_are_no_reactions(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "Спасибо, и нам убрали", by="88")
    await comment(town, post, "Понятно", reaction=ReactionKind.NEUTRAL)
    await comment(town, post, "Спасибо", by="")
    assert await tones(town, incident) == []
    fresh = await town.town.write("Другое дело", author_id=AUTHOR)
    await town.town.take(fresh, reading(main=place("Редкино", "Гагарина"), topic="roads_pits"))
    await comment(town, fresh, "Спасибо заранее")
    assert await town.town.says("reaction") == []


async def test_a_danger_is_never_lost_in_a_reaction(town: Phones) -> None:
    incident, post = await answered(town)
    danger: dict[str, Any] = {
        "is_appeal": True,
        "danger": True,
        "danger_grade": DangerGrade.NOW,
        "danger_words": "провод искрит",
    }  # Any: fields of a Reading
    await comment(town, post, "Ничего не сделали, провод искрит", **danger, **ANGER)
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.status) == (DangerGrade.NOW, Status.REOPENED)
    assert await tones(town, incident) == []


async def test_anger_about_another_street_goes_its_own_way(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "На Гагарина не убрали", is_appeal=True, kind=Kind.COMPLAINT, main=place("Редкино", "Гагарина"), **ANGER)
    light: dict[str, Any] = {"is_appeal": True, "kind": Kind.COMPLAINT, "group": "energy", "topic": "energy_outage"}  # Any: as above
    await comment(town, post, "Совсем света нет", **light, reaction=ReactionKind.ANGER)
    assert await tones(town, incident) == []


RUBBISH: dict[str, Any] = {"is_appeal": True, "kind": Kind.COMPLAINT, "group": "waste", "topic": "waste_pickup"}  # Any: as above


@pytest.mark.parametrize("resolved", [True, False, None])
async def test_thanks_with_another_complaint_beside_them_are_a_card_of_its_own(town: Phones, resolved: bool | None) -> None:
    incident, post = await answered(town)
    heard: dict[str, Any] = {"reaction": ReactionKind.THANKS, "resolved": resolved}  # Any: as above
    await comment(town, post, "Спасибо, воду откачали! А на Гагарина вторую неделю не вывозят мусор", **RUBBISH, **heard)
    assert await tones(town, incident) == [] and await town.town.says("reaction") == []
    async with town.town.storage.transaction() as tx:
        groups = [each.group for each in await tx.incidents.unfinished() if each.id != incident.id]
    assert groups == ["waste"]


async def test_what_another_resident_asks_for_beside_good_news_is_no_note(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "Воду откачали, а мусор лежит", by="88", resolved=True, **RUBBISH)
    assert await tones(town, incident) == []


async def test_a_sting_never_says_that_it_is_over(town: Phones) -> None:
    incident, post = await answered(town)
    await comment(town, post, "Не прошло и года, сделали 👏", reaction=ReactionKind.NEUTRAL, resolved=True)
    await comment(town, post, "Не прошло и года, сделали 👏", by="88", resolved=True)
    assert await tones(town, incident) == [] and await town.town.says("reaction") == []


async def test_an_edited_comment_changes_the_reaction_and_asks_again_only_if_it_sounds_otherwise(town: Phones) -> None:
    _, post = await answered(town)
    said = await comment(town, post, "Спасибо", **THANKS)
    await town.town.take(said, reading(**CHAT, **THANKS))
    assert len(await town.town.says("reaction")) == 1
    async with town.town.storage.transaction() as tx:
        counted = await tx.reactions.count(town.town.clock.now() - timedelta(hours=1), town.town.clock.now() + timedelta(hours=1))
    assert counted == {Tone.THANKS: 1}


async def test_a_coordinator_alone_is_told_of_a_thread_that_never_answers_for_ninety_days(town: Phones) -> None:
    incident, post = await answered(town)
    await published(town, await town.town.sent(incident.id, "ann", "Здравствуйте! Ещё раз проверили, сухо."))
    line = "Автор не отозвался ни на один из ответов: 2"
    assert line in await card(town, incident, "coordinator")
    assert line not in await card(town, incident, "ann")
    await comment(town, post, "Понятно")
    assert line not in await card(town, incident, "coordinator")
    town.town.clock.move(days=91)
    assert line not in await card(town, incident, "coordinator")


async def gone(town: Phones, post: StoredPost, *, stop_clock: bool = False) -> None:
    async with town.town.storage.transaction() as tx:
        for deleted in await tx.posts.mark_gone(post.post.network, [post.post.external_id], at=town.town.clock.now()):
            await desk.mark_deleted(tx, deleted, now=town.town.clock.now(), stop_clock=stop_clock)


@pytest.mark.parametrize("stop_clock", [False, True])
async def test_a_deleted_post_is_kept_and_stops_the_clock_only_by_the_regions_rule(town: Phones, stop_clock: bool) -> None:
    post = await town.town.write(author_id=AUTHOR)
    incident = (await town.town.take(post)).incident
    assert incident is not None
    await gone(town, post, stop_clock=stop_clock)
    after = await town.town.incident(incident.id)
    assert (after.answer_by is None) is stop_clock
    told = await read(town, "post_deleted")
    assert ("срок остановлен по правилу региона" in told.html) is stop_clock
    assert ("срок остановлен по правилу региона" in await card(town, incident)) is stop_clock
    assert "Снимок сохранён" in await card(town, incident)


async def test_a_danger_and_another_resident_keep_the_clock_running(town: Phones) -> None:
    burning = await town.town.open("Горит", danger=True, danger_grade=DangerGrade.NOW, main=place("Редкино", "Гагарина"))
    post = await town.town.write(author_id=AUTHOR)
    incident = (await town.town.take(post)).incident
    assert incident is not None
    await town.town.take(await town.town.write("+1", parent_external_id=post.post.external_id), reading(**CHAT))
    async with town.town.storage.transaction() as tx:
        first = await tx.posts.get((await tx.voices.of(burning.id))[0].post_id)
    for deleted in (post, first):
        await gone(town, deleted, stop_clock=True)
    assert (await town.town.incident(incident.id)).answer_by is not None
    assert (await town.town.incident(burning.id)).answer_by is not None


async def test_our_deleted_comment_is_told_and_the_time_of_the_answer_stays(town: Phones) -> None:
    incident, post = await answered(town)
    async with town.town.storage.transaction() as tx:
        ours = (await tx.answers.of(incident.id))[0]
    mine = Post(
        network=Network.VK,
        external_id=str(ours.external_id),
        url="https://vk.com/wall-1_1",
        text=ours.text,
        author_id="-1",
        published_at=town.town.clock.now(),
        parent_external_id=post.post.external_id,
        by_owner=True,
    )
    async with town.town.storage.transaction() as tx:
        await tx.door.receive(town.town.source, mine, at=town.town.clock.now(), history=False)
        comment = await tx.posts.find(Network.VK, str(ours.external_id))
    assert comment is not None
    await gone(town, comment)
    after = await town.town.incident(incident.id)
    assert after.answered_at == incident.answered_at
    told = await read(town, "answer_deleted", "ann")
    assert "время ответа засчитано" in told.html and "Наш ответ под постом удалили" in told.html
    assert "<b>Наш ответ удалили</b>" in await card(town, incident)


async def test_after_an_answer_by_the_fact_done_the_holder_is_offered_to_close(town: Phones) -> None:
    post = await town.town.write(author_id=AUTHOR)
    outcome = await town.town.take(post)
    assert outcome.incident is not None
    id = outcome.incident.id
    await town.town.act(id, Act.ACCEPT, "ann")
    await town.town.act(id, Act.FACTS, "ann", fact=FactKind.DONE)
    await published(town, await town.town.sent(id, "ann", "Здравствуйте! Починили. Отвечает отдел дорожного хозяйства."))
    offered = await read(town, "closing_offered", "ann")
    assert "Ответ «сделано» вышел" in parse(offered.html) and labels(offered) == [["Закрыть: сделано", "Оставить"]]
    assert offered.rows[0][0].data is not None
    await town.press("ann", offered.rows[0][0].data)
    closed = await town.town.incident(id)
    assert (closed.status, closed.outcome) == (Status.CLOSED, ClosingOutcome.DONE)


async def test_an_answer_that_promises_or_explains_offers_no_closing(town: Phones) -> None:
    post = await town.town.write(author_id=AUTHOR)
    outcome = await town.town.take(post)
    assert outcome.incident is not None
    await town.town.act(outcome.incident.id, Act.ACCEPT, "ann")
    await published(
        town, await town.town.sent(outcome.incident.id, "ann", "Здравствуйте! До 27 ноября починим. Отвечает отдел дорожного хозяйства.")
    )
    assert "closing_offered" not in {code for code, _ in await town.town.says()}


@pytest.mark.parametrize("words", ["Сделали.", "Яму на Белавинской заделали 5 декабря.", "Яма заделана, дорога открыта."])
async def test_a_typed_answer_that_says_done_offers_closing_and_closes_nothing(town: Phones, words: str) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    told = f"Здравствуйте! {words} Отвечает отдел дорожного хозяйства. Если что-то не так, напишите здесь, вернёмся."
    await published(town, await town.town.sent(incident.id, "ann", told))
    offered = await read(town, "closing_offered", "ann")
    assert "В ответе сказано, что сделали: вода на дороге" in parse(offered.html) and "Всё сделано?" in parse(offered.html)
    assert labels(offered) == [["Закрыть: сделано", "Оставить"]]
    assert (await town.town.incident(incident.id)).status is Status.ANSWERED


async def test_what_was_said_to_be_done_is_found_by_its_last_fact(town: Phones) -> None:
    done, undone = await town.town.open(), await town.town.open("Совсем другая яма", main=place("Редкино", "Новая"))
    for incident in (done, undone):
        await town.town.act(incident.id, Act.FACTS, "coordinator", fact=FactKind.DONE)
    await town.town.act(undone.id, Act.FACTS, "coordinator", fact=FactKind.CHECK)
    since, until = town.town.clock.now() - timedelta(days=7), town.town.clock.now() + timedelta(seconds=1)
    async with town.town.storage.transaction() as tx:
        assert list(await tx.facts.done_in(since, until)) == [done.id]
        assert list(await tx.facts.done_in(since, since + timedelta(days=1))) == []
