"""A name that the reader saw in a resident's words is masked on every screen that repeats them."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.storage.engine.own_district import everywhere
from bot.storage.intake.posts import post as rows
from handlers.kit.buttons import Press
from incidents.answers.messages import AuthorClarified, AuthorReacted, PreviousAnswerMenu, ThanksWords
from incidents.answers.reactions import Tone
from incidents.desk.intake.take_in import take_in
from incidents.head.messages import SummaryFor
from incidents.incident import Act, Incident
from incidents.posts import StoredPost
from incidents.reading import Kind, Mood, Praise, ReactionKind
from tests.kit.danger import NOW, standing
from tests.kit.phones import Phones, phones
from tests.kit.previews import sends
from tests.kit.promises import published
from tests.kit.published_answers import publish
from tests.kit.screens import card, card_text, shown
from tests.kit.values.samples import place, reading

NAME = "Дергачёв"
AUTHOR = "77"
# Any: fields of a Reading
UNDER: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "main": place(), "reaction": ReactionKind.THANKS, "resolved": True}
THANKS: dict[str, Any] = {"is_appeal": False, "kind": Kind.THANKS, "mood": Mood.GRATEFUL, "praise": Praise.SINCERE}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def seen(town: Phones) -> None:
    """The reader saw the name in all that was written."""
    async with town.town.storage.transaction() as tx:
        for row in await tx._all(everywhere(select(rows.c.id, rows.c.text))):
            spans = [list(each.span()) for each in re.finditer(NAME, row.text)]
            await tx._run(everywhere(update(rows).where(rows.c.id == row.id).values(people=spans)))


async def thanked(town: Phones) -> tuple[Incident, StoredPost]:
    """An answered card, and what the author wrote under the answer."""
    first = await town.town.write(author_id=AUTHOR)
    incident = (await town.town.take(first)).incident
    assert incident is not None
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await published(town, await town.town.sent(incident.id, "ann", "Здравствуйте! Починили. Отвечает отдел дорожного хозяйства."))
    town.town.clock.move(hours=1)
    known = {"external_id": f"{first.post.external_id}_r9", "parent_external_id": first.post.external_id, "author_id": AUTHOR}
    under = await town.town.write(f"Спасибо, {NAME} всё сделал", **known)
    await town.town.take(under, reading(**UNDER))
    await seen(town)
    await town.town.sweep_outbox()
    return incident, under


async def test_the_authors_word_after_an_answer(town: Phones) -> None:
    incident, under = await thanked(town)
    async with town.town.storage.transaction() as tx:
        (heard,) = await tx.reactions.of(incident.id)
        assert heard.tone is Tone.THANKS
        for what in (
            AuthorReacted(incident=incident.id, reaction=heard.id),
            AuthorClarified(incident=incident.id, post=under.id),
        ):
            await tx.outbox.say(town.user("ann"), what)
    for html in ((await shown(town.town, "reaction")).html, (await shown(town.town, "clarified")).html):
        assert "‹имя› всё сделал" in html
    assert "‹имя› всё сделал" in await card_text(town.town, incident, "ann")


async def test_the_former_answer_and_what_its_author_said_of_it(town: Phones) -> None:
    incident, _ = await thanked(town)
    await town.press("ann", card(incident, Press.REOPEN))
    async with town.town.storage.transaction() as tx:
        await tx.outbox.say(town.user("ann"), PreviousAnswerMenu(incident=incident.id))
    html = (await shown(town.town, "menu_former")).html
    assert "‹имя› всё сделал" in html


async def test_words_of_thanks_that_are_passed_on_and_told_the_head(town: Phones) -> None:
    written = await town.town.write(f"Спасибо, {NAME} дорогу почистил")
    incident = (await town.town.take(written, reading(**THANKS, group="other", topic="other_thanks", groups=(("other", 0.99),)))).incident
    assert incident is not None
    await seen(town)
    await town.town.sweep_outbox()
    town.town.clock.move(minutes=5)
    async with town.town.storage.transaction() as tx:
        await tx.outbox.say(town.user("ann"), ThanksWords(incident=incident.id))
        await tx.outbox.say(town.user("head"), SummaryFor(key="today"))
    assert "‹имя› дорогу почистил" in (await shown(town.town, "thanks_words")).html
    assert "<b>Спасибо:</b> 1" in (await shown(town.town, "summary_for")).html  # no line of the head's stands on a hole


async def test_what_a_later_message_says_of_a_danger(town: Phones) -> None:
    incident = await town.town.open("Яма на дороге")
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await standing(town.town, incident.id, "ann")
    text = f"{NAME} упал в открытый люк"
    later = await town.town.write(text, parent_external_id="wall-1_1")
    async with town.town.storage.transaction() as tx:
        risen = reading(**{**NOW, "danger_words": text})
        after = (await take_in(tx, town.town.policy, later, risen, now=town.town.clock.now())).incident
    assert after is not None and after.id == incident.id and after.danger_words == text
    await seen(town)
    assert "‹имя› упал" in (await shown(town.town, "R13")).html


async def test_the_authors_answer_to_our_question_on_the_card(town: Phones) -> None:
    first = await town.town.write("Воды по колено, а где не скажу", author_id=AUTHOR)
    incident = (await town.town.take(first, reading(main=place()))).incident
    assert incident is not None
    await town.press("coordinator", card(incident, Press.ASK_AUTHOR))
    async with town.town.storage.transaction() as tx:
        draft = (await tx.answers.of(incident.id))[-1]
    await town.press("coordinator", await sends(town.town, draft.id))
    await publish(town.town, draft, proved=True)
    town.town.clock.move(minutes=20)
    under = await town.town.write(f"{NAME} дом 5 знает", parent_external_id=first.post.external_id, author_id=AUTHOR)
    await town.town.take(under, reading(main=place("Конаково", "Белавинская", "5"), is_appeal=False))
    await seen(town)
    text = await card_text(town.town, incident, "ann")
    assert "Автор уточнил" in text and "‹имя› дом 5 знает" in text
