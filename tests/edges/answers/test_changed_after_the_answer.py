"""A resident changes a post that was answered: the holder reads what is new, answers again or leaves it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.publishing import Publishing
from bot.wakeups import Nudge
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import HOLD
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from incidents.posts import Network, StoredPost
from incidents.sameness.wording import added, is_more
from tests.kit.desk_town import DeskTown
from tests.kit.many_places import edits, everywhere, writes
from tests.kit.phones import Phones, phones
from tests.kit.screens import labels, shown
from tests.kit.scripted_network import ScriptedNetwork
from tests.kit.tdlib import parse
from tests.kit.values.samples import place, reading

HOLE = "Яма на Гагарина, 7, уже два колеса пробили."
SEVEN = place("Редкино", "Гагарина", "7")
MORE: dict[str, Any] = {"text": f"{HOLE} Засыпали щебнем, его уже размыло", "main": SEVEN}  # Any: fields of a Reading
ANSWER = "Здравствуйте! Завтра заделаем яму, отвечает отдел дорожного хозяйства."


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        yield hands


async def publish(town: DeskTown) -> None:
    work = Publishing(town.storage, town.clock, {Network.VK: ScriptedNetwork()}, Nudge(poll=0.01), town.policy)
    for seconds in (HOLD.total_seconds() + 1, 30, 30):
        town.clock.move(seconds=seconds)
        while await work.step():
            pass


async def answered(town: DeskTown) -> tuple[StoredPost, Incident]:
    post = await writes(town, 2, HOLE)
    made = (await town.take(post, reading(main=SEVEN))).incident
    assert made is not None
    await town.act(made.id, Act.ACCEPT, "ann")
    await town.sent(made.id, "ann", ANSWER)
    await publish(town)
    await town.sweep_outbox()
    return post, await town.incident(made.id)


async def test_the_holder_reads_what_was_added_and_may_answer_again(hands: Phones) -> None:
    town = hands.town
    post, incident = await answered(town)
    await edits(town, post, **MORE)
    assert [chat for _, chat in await town.says("text_grew")] == [town.chat("ann")]
    message = await shown(town, "text_grew")
    assert parse(message.html).startswith("Житель дополнил:")
    assert "Засыпали щебнем" in message.html and "пробили" not in message.html
    assert labels(message) == ["Ответить ещё", "Оставить"]
    assert (await town.incident(incident.id)).status is Status.ANSWERED


async def test_another_text_altogether_is_shown_whole(hands: Phones) -> None:
    post, _ = await answered(hands.town)
    await edits(hands.town, post, "Яму засыпали, но теперь на Гагарина, 7 провалился люк", main=SEVEN)
    assert "Житель изменил текст" in parse((await shown(hands.town, "text_grew")).html)


async def test_the_second_answer_goes_under_the_post_that_was_changed(hands: Phones) -> None:
    town = hands.town
    post, incident = await answered(town)
    other = (await town.take(await town.write("И я про яму у дома 7"), reading(main=SEVEN))).incident
    assert other is not None and other.id == incident.id
    await town.sent(incident.id, "ann", "Здравствуйте! Заделаем завтра вашу яму, отвечает отдел дорожного хозяйства.")
    await publish(town)
    await edits(town, post, **MORE)
    assert (await town.draft(incident.id, "ann")).post_id == post.id


async def test_leaving_it_takes_the_message_away_once(hands: Phones) -> None:
    town = hands.town
    post, incident = await answered(town)
    await edits(town, post, **MORE)
    press = CardButton(press=Press.SEEN, incident=incident.id)
    assert "другого отдела" in str(await hands.press("olga", press))
    assert await hands.press("ann", press) == "Оставили как есть"
    assert len(await town.says("delete")) == 1
    assert await hands.press("ann", press) == "Так уже и есть"


@pytest.mark.parametrize("text", [HOLE.replace("колеса", "колёса").upper(), HOLE.replace(" уже", ""), f"#Редкино {HOLE}"])
async def test_a_slip_of_the_pen_says_nothing(hands: Phones, text: str) -> None:
    post, _ = await answered(hands.town)
    await edits(hands.town, post, text, main=SEVEN)
    assert await hands.town.says("text_grew") == []


async def test_what_is_closed_may_be_taken_back_into_work(hands: Phones) -> None:
    town = hands.town
    post, incident = await answered(town)
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await edits(town, post, **MORE)
    assert labels(await shown(town, "text_grew")) == ["Вернуть в работу", "Оставить"]


async def test_the_same_words_in_three_answered_places_are_told_once(hands: Phones) -> None:
    town = hands.town
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.sent(first.id, "ann", ANSWER)
    await publish(town)
    for post in posts:
        await edits(town, post, **MORE)
    assert len(await town.says("text_grew")) == 1


async def test_before_any_answer_nothing_is_told(hands: Phones) -> None:
    post = await writes(hands.town, 2, HOLE)
    await hands.town.take(post, reading(main=SEVEN))
    await edits(hands.town, post, **MORE)
    assert await hands.town.says("text_grew") == []


def test_what_is_more_and_what_was_added() -> None:
    assert is_more("Яма у дома 7", "Яма у дома 9") and is_more("Яма", "Яма и люк")
    assert not is_more("Яма у дома 7!", "яма у дома 7")
    assert added("Яма. Ждём", "Яма. Ждём. Люк открыт") == "Люк открыт"
    assert added("Яма", "Люк открыт") == ""


async def test_the_second_answer_goes_where_something_was_added_not_where_a_slip_was_put_right(hands: Phones) -> None:
    town = hands.town
    post, incident = await answered(town)
    other = await town.write("И я про яму у дома 7")
    await town.take(other, reading(main=SEVEN))
    await town.sent(incident.id, "ann", "Здравствуйте! Заделаем завтра вашу яму, отвечает отдел дорожного хозяйства.")
    await publish(town)
    await edits(town, post, **MORE)
    town.clock.move(minutes=1)
    async with town.storage.transaction() as tx:
        later = replace(other.post, text="И я про ямы у дома 7")
        await tx.door.receive(town.source, later, at=town.clock.now(), history=False)
    assert (await town.draft(incident.id, "ann")).post_id == post.id
