"""One author's same words in several communities: one voice, one sound, an answer in every place with a proof of its own."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.publishing import Publishing
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from handlers.answers.buttons import AnswerDo
from handlers.card.card_data import card_facts
from handlers.card.card_view_data import card_view
from handlers.card.card_words import render_card
from handlers.kit.buttons import CardButton, Press
from incidents.answers.everyone import answer_to_repeat, waiting_voices
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.desk.answers.answer_correction import correct, to_correct
from incidents.desk.answers.send_answer import send
from incidents.ids import IncidentId
from incidents.incident import Act, Incident, Status, Voice
from incidents.posts import Network, Source, StoredPost
from incidents.publisher import NotAllowed
from incidents.reading import DangerGrade
from incidents.sameness.one_voice import WITHIN
from tests.kit.desk_town import TEXT, DeskTown, konakovo, put_post
from tests.kit.phones import Phones, phones
from tests.kit.previews import sends, under
from tests.kit.said import said
from tests.kit.scripted_network import COMMENT, ScriptedNetwork
from tests.kit.tdlib import parse
from tests.kit.values.samples import place, reading
from tests.kit.values.stored import MINUTE, stored_incident, stored_post, stored_voice

AUTHOR = "777"
ANSWER = "Здравствуйте! Завтра откачаем воду, отвечает отдел дорожного хозяйства."


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        yield hands


async def community(town: DeskTown, number: int) -> Source:
    async with town.storage.transaction() as tx:
        return await tx.sources.add(Network.VK, f"-{number}", f"Группа {number}", None)


async def writes(town: DeskTown, number: int, text: str = TEXT, author: str = AUTHOR, **more: object) -> StoredPost:
    """The author's words in the community of this number."""
    source = await community(town, number)
    async with town.storage.transaction() as tx:
        link = {"external_id": f"wall-{number}_5", "url": f"https://vk.com/wall-{number}_5"}
        return await put_post(tx, source, 0, town.clock.now(), text, author_id=author, **link, **more)


async def spread(town: DeskTown, places: int = 3) -> Incident:
    """An incident of one voice in so many communities."""
    first = None
    for number in range(2, places + 2):
        outcome = await town.take(await writes(town, number))
        first = first or outcome.incident
    assert first is not None
    return await town.incident(first.id)


async def voices(town: DeskTown, id: IncidentId) -> list[Voice]:
    async with town.storage.transaction() as tx:
        return list(await tx.voices.of(id))


async def answers(town: DeskTown, id: IncidentId) -> list[Answer]:
    async with town.storage.transaction() as tx:
        return list(await tx.answers.of(id))


async def card(town: DeskTown, id: IncidentId) -> str:
    async with town.storage.transaction() as tx:
        facts = await card_facts(tx, konakovo().policy, id)
    return parse(render_card(card_view(facts, chat_id=town.chat("ann"), now=town.clock.now())).html)


def publishing(town: DeskTown, network: ScriptedNetwork) -> Publishing:
    return Publishing(town.storage, town.clock, {Network.VK: network}, Nudge(poll=0.01), town.policy)


async def later(town: DeskTown, work: Publishing, seconds: float) -> None:
    town.clock.move(seconds=seconds)
    while await work.step():
        pass


async def answered(town: DeskTown, id: IncidentId, network: ScriptedNetwork) -> list[Answer]:
    """All that goes out of one answer."""
    work = publishing(town, network)
    for seconds in (HOLD.total_seconds() + 1, 30, 30, 30):
        await later(town, work, seconds)
    return await answers(town, id)


async def test_five_communities_are_one_voice_with_five_places(hands: Phones) -> None:
    town = hands.town
    first = await spread(town, 5)
    found = await voices(town, first.id)
    assert [voice.place_of for voice in found] == [None, *[found[0].post_id] * 4]
    text = await card(town, first.id)
    assert "То же ещё в 4 местах: «Группа 3»" in text
    assert "пишет" not in text
    other = await town.take(await town.write(TEXT, author_id="8"))
    assert other.incident is not None and other.incident.id == first.id
    assert "пишут 2 жителя, ответили 0 из 2" in await card(town, first.id)
    async with town.storage.transaction() as tx:
        since = town.clock.now() - WITHIN
        assert await tx.voices.count_by_incident(since, town.clock.now() + WITHIN) == {first.id: 2}


async def test_the_settlement_of_another_community_makes_no_second_card(hands: Phones) -> None:
    town = hands.town
    first = await town.take(await writes(town, 2), reading(main=place("Редкино", "Лесная")))
    second = await town.take(await writes(town, 3), reading(main=place("Озерки", "Лесная")))
    assert first.incident is not None and second.incident is not None
    assert (second.incident.id, second.because) == (first.incident.id, "тот же автор, тот же текст, другой посёлок")


async def test_a_danger_in_a_second_place_rings_nobody_again(hands: Phones) -> None:
    town, now = hands.town, {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "вода"}
    first = await town.take(await writes(town, 2), reading(**now))
    assert first.incident is not None
    rung = (await town.incident(first.incident.id)).rung_at
    await town.act(first.incident.id, Act.DANGER_DENIED, "coordinator")
    await town.sweep_outbox()
    town.clock.move(minutes=5)
    await town.take(await writes(town, 3), reading(**now))
    after = await town.incident(first.incident.id)
    assert (after.danger_grade, after.rung_at) == (None, rung)
    assert await town.says() == []


async def test_a_danger_that_is_told_again_after_it_was_over_rings(hands: Phones) -> None:
    town, now = hands.town, {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "вода"}
    first = await town.take(await writes(town, 2), reading(**now))
    assert first.incident is not None
    await town.act(first.incident.id, Act.SAFE, "duty")
    town.clock.move(hours=20)
    await town.take(await writes(town, 3), reading(**now))
    after = await town.incident(first.incident.id)
    assert after.danger_grade is DangerGrade.NOW


async def test_words_that_are_read_as_a_danger_for_the_first_time_ring(hands: Phones) -> None:
    town = hands.town
    first = await town.take(await writes(town, 2))
    assert first.incident is not None
    await town.take(await writes(town, 3), reading(danger=True, danger_grade=DangerGrade.NOW))
    assert (await town.incident(first.incident.id)).danger_grade is DangerGrade.NOW


async def test_an_answer_goes_to_the_first_place_and_then_to_the_others_each_with_its_guid_and_proof(hands: Phones) -> None:
    town, network = hands.town, ScriptedNetwork()
    first = await spread(town)
    await town.sent(first.id, "ann", ANSWER)
    given = await answered(town, first.id, network)
    assert [each.state for each in given] == [AnswerState.PUBLISHED] * 3
    assert [each.repeats for each in given] == [None, given[0].id, given[0].id]
    assert len(set(network.guids)) == 3
    assert all(each.proved_at for each in given)
    assert [each.text for each in given] == [ANSWER] * 3
    assert (await town.incident(first.id)).status is Status.ANSWERED
    found = await voices(town, first.id)
    assert [each.post_id for each in given] == [each.post_id for each in found]
    assert all(each.answered_at for each in found)
    assert waiting_voices(found) == []
    assert "Повторили и в остальных местах: 2" in await card(town, first.id)
    async with town.storage.transaction() as tx:
        assert await tx.answers.count_published_by(town.who("ann").id) == 1
        base = answer_to_repeat(given)
        assert base is not None and base.id == given[0].id
        log = [event.because for event in await tx.log.of(first.id)]
    assert log.count("ответ опубликован") == 1
    assert log.count("ответ повторён в другом сообществе") == 2


async def test_a_place_that_refuses_says_so_and_the_others_are_answered(hands: Phones) -> None:
    town, network = hands.town, ScriptedNetwork(results=[COMMENT, NotAllowed(user_text="комментарии закрыты"), COMMENT])
    first = await spread(town)
    await town.sent(first.id, "ann", ANSWER)
    await town.sweep_outbox()
    given = await answered(town, first.id, network)
    assert [each.state for each in given] == [AnswerState.PUBLISHED, AnswerState.REFUSED, AnswerState.PUBLISHED]
    told = [text for code, text in await said(town) if code == "answer_by_hand"]
    assert len(told) == 1
    assert "комментарии закрыты" in told[0] and "повтор в сообществе Группа 3" in told[0]
    assert "В остальных местах: вышло 1 из 2. Не вышло: «Группа 3»" in await card(town, first.id)
    assert (await town.incident(first.id)).status is Status.ANSWERED


async def test_a_first_place_that_refuses_does_not_keep_the_others_from_their_answer(hands: Phones) -> None:
    town, network = hands.town, ScriptedNetwork(results=[NotAllowed(user_text="комментарии закрыты"), COMMENT])
    first = await spread(town, 2)
    await town.sent(first.id, "ann", ANSWER)
    given = await answered(town, first.id, network)
    assert [each.state for each in given] == [AnswerState.REFUSED, AnswerState.PUBLISHED]
    assert (await town.incident(first.id)).status is Status.ANSWERED  # the resident has it


async def test_a_place_that_its_author_deleted_gets_nothing_and_a_deleted_first_gives_way(hands: Phones) -> None:
    town, network = hands.town, ScriptedNetwork()
    first = await spread(town)
    found = await voices(town, first.id)
    async with town.storage.transaction() as tx:
        await tx.posts.mark_gone(Network.VK, ["wall-2_5"], at=town.clock.now())
    draft = await town.draft(first.id, "ann", ANSWER)
    assert draft.post_id == found[1].post_id
    await town.send(draft.id, "ann")
    given = await answered(town, first.id, network)
    assert [each.post_id for each in given] == [found[1].post_id, found[2].post_id]


async def test_the_same_words_twice_in_one_community_get_one_answer_and_no_more_than_five_communities_do(hands: Phones) -> None:
    town = hands.town
    first = await spread(town, 7)
    async with town.storage.transaction() as tx:
        again = await put_post(tx, await tx.sources.seen((await tx.sources.all())[1].id), 99, town.clock.now(), TEXT, author_id=AUTHOR)
    await town.take(again)
    assert len(await voices(town, first.id)) == 8
    await town.sent(first.id, "ann", ANSWER)
    work = publishing(town, network := ScriptedNetwork())
    for _ in range(9):
        await later(town, work, 61)
    given = await answers(town, first.id)
    assert (len(given), len(network.guids)) == (5, 5)
    assert again.id not in {each.post_id for each in given}


async def test_the_preview_names_the_places_and_can_keep_the_answer_to_the_first(hands: Phones) -> None:
    town = hands.town
    first = await spread(town)
    await hands.press("ann", CardButton(press=Press.ANSWER, incident=first.id))
    await hands.type("ann", ANSWER)
    (draft,) = await answers(town, first.id)
    assert "Автор написал то же ещё в 2 местах: «Группа 3», «Группа 4». Ответ выйдет и там, следом" in (await said(town))[-1][1]
    await hands.press("ann", await under(town, draft.id, AnswerDo.ELSEWHERE))
    assert "Там ответа не будет" in (await said(town))[-1][1]
    async with town.storage.transaction() as tx:
        await send(tx, town.policy, draft.id, by=town.who("ann"), now=town.clock.now())
    assert len(await answered(town, first.id, ScriptedNetwork())) == 1
    assert (await town.incident(first.id)).status is Status.ANSWERED
    assert waiting_voices(await voices(town, first.id)) == []


async def test_while_it_is_held_the_other_places_are_named(hands: Phones) -> None:
    town = hands.town
    first = await spread(town)
    await hands.press("ann", CardButton(press=Press.ANSWER, incident=first.id))
    await hands.type("ann", ANSWER)
    (draft,) = await answers(town, first.id)
    await hands.press("ann", await sends(town, draft.id))
    assert "Следом выйдет и там: «Группа 3», «Группа 4»" in (await said(town))[-1][1]


async def test_an_answer_to_one_voice_has_no_word_of_places(hands: Phones) -> None:
    incident = await hands.town.open()
    await hands.press("ann", CardButton(press=Press.ANSWER, incident=incident.id))
    await hands.type("ann", ANSWER)
    assert "Автор написал то же" not in (await said(hands.town))[-1][1]


async def test_a_correction_follows_the_wrong_words_into_every_place(hands: Phones) -> None:
    town = hands.town
    first = await spread(town)
    await town.sent(first.id, "ann", ANSWER)
    await answered(town, first.id, ScriptedNetwork())
    async with town.storage.transaction() as tx:
        by, now = town.who("ann"), town.clock.now()
        wrong = await to_correct(tx, first.id, by=by)
        draft = await correct(tx, town.policy, wrong.id, was="Завтра", becomes="Послезавтра", by=by, guid="c" * 32, now=now)
        await send(tx, town.policy, draft.id, by=by, now=now)
    given = await answered(town, first.id, ScriptedNetwork())
    assert [each.corrects for each in given[3:]] == [each.id for each in given[:3]]
    assert {each.state for each in given} == {AnswerState.PUBLISHED}


async def test_a_voice_that_parts_takes_its_places_along(hands: Phones) -> None:
    town = hands.town
    first = await spread(town, 2)
    await town.take(await town.write(TEXT, author_id="8"))
    own = (await voices(town, first.id))[0].post_id
    await town.act(first.id, Act.SPLIT, "coordinator", posts=frozenset({own}))
    assert len(await voices(town, first.id)) == 1
    async with town.storage.transaction() as tx:
        made = await tx.voices.incident_of(own)
    assert made is not None
    assert [each.place_of for each in await voices(town, made)] == [None, own]


async def test_places_are_found_by_both_engines(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await stored_post(tx)
        incident = await stored_incident(tx)
        await stored_voice(tx, incident, first)
        again = await stored_post(tx, 2)
        passed = await stored_post(tx, 3, author_id="", original=first.post.external_id)
        other = await stored_post(tx, 4, author_id="9")
        for post, places in ((again, 1), (passed, 1), (other, 0)):
            assert len(await tx.voices.places(post.post, within=WITHIN)) == places
        assert await tx.voices.places(again.post, within=MINUTE / 2) == []
        assert (await tx.posts.get(passed.id)).post.original == first.post.external_id
        await stored_voice(tx, incident, again, place_of=first.id)
        assert [each.place_of for each in await tx.voices.of(incident.id)] == [None, first.id]
