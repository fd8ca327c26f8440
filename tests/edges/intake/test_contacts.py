"""Whom to call back: written beside a post brought by hand, seen by one logged look, gone after its term and with its post."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.renderer import Renderer
from bot.storage.delivery.inbox import inbox
from bot.storage.engine.noticed import noticing
from bot.storage.engine.own_district import everywhere
from bot.ticks.privacy import keep_no_longer
from handlers.intake.buttons import DraftButton, DraftDo
from handlers.kit.buttons import Menu, Press
from incidents.delivery import outbox_row
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.incident import Act, Incident
from incidents.intake.contacts import CallerContact
from incidents.intake.messages import ContactMenu
from incidents.privacy.values import DataOf, Ground, Keep
from tests.kit.callers import PIT, WHO, brought, contacts, keyboard, opened, texts
from tests.kit.desk_town import konakovo
from tests.kit.phones import GROUP, STICKER, Phones, phones
from tests.kit.reading import card, menu
from tests.kit.said import card as card_of
from tests.kit.values.samples import place


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Phones]:
    async with phones(database_url) as made:
        yield made


async def raw(desk: Phones) -> str:
    async with desk.town.storage.transaction() as tx:
        return str([row.raw for row in await tx._all(everywhere(select(inbox)))])


async def test_it_is_asked_for_kept_apart_and_seen_by_one_logged_look_of_the_holder(desk: Phones) -> None:
    incident = await opened(desk)
    said = await texts(desk)
    assert any(each.startswith("Кому перезвонить? Имя и телефон одной строкой, до 200 знаков") for each in said)
    assert not any("000-00-17" in each for each in said)
    assert "000-00-17" not in await raw(desk)
    assert await contacts(desk, incident) == [WHO]
    assert "Кому перезвонить" not in await keyboard(desk, incident, "ann")
    assert (await desk.press("ann", card(Press.CONTACT, incident)) or "").startswith("Кому перезвонить, видит только тот, кто принял")
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    assert "Кому перезвонить" in await keyboard(desk, incident, "ann")
    await desk.town.sweep_outbox()
    await desk.press("ann", card(Press.CONTACT, incident))
    assert [
        (chat, WHO in each) for (_, chat), each in zip(await desk.town.says("menu_contact"), await texts(desk, "ann"), strict=False)
    ] == [(desk.user("ann"), True)]
    for who in set(desk.town.people) - {"ann"}:
        assert not any("000-00-17" in each for each in await texts(desk, who))
    await desk.press("ann", menu(Menu.CONTACT, incident, ""), text=f"Кому перезвонить\n{WHO}")
    assert "000-00-17" not in await raw(desk)
    async with desk.town.storage.transaction() as tx:
        log = await tx.log.of(incident.id)
    looks = [event for event in log if event.act is Act.SEE_CONTACT]
    assert [event.by for event in looks] == [desk.town.who("ann").id]
    assert "000-00-17" not in str(log)


async def test_colleagues_others_and_a_page_do_not_see_it_and_the_coordinator_does(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.town.sweep_outbox()
    for who in ("chief", "olga", "observer", "head"):
        await desk.press(who, card(Press.CONTACT, incident))
        await desk.press(who, menu(Menu.CONTACT, incident, "+0"))
    assert not any(WHO in each for each in await texts(desk))
    await desk.press("coordinator", card(Press.CONTACT, incident))
    assert any(WHO in each for each in await texts(desk, "coordinator"))


async def test_pressed_in_a_group_it_is_shown_in_private(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.town.sweep_outbox()
    assert await desk.press("ann", card(Press.CONTACT, incident), chat=GROUP) == "Показали в личном чате с ботом"
    assert await desk.town.says("menu_contact") == [("menu_contact", desk.user("ann"))]


async def test_it_may_be_passed_over_and_written_down_later(desk: Phones) -> None:
    draft = await brought(desk, contact=None)
    assert await desk.press("coordinator", DraftButton(do=DraftDo.NOBODY, draft=draft)) == "Хорошо, без звонка"
    await desk.type("coordinator", "просто слова")  # no question waits
    assert not any("записали" in each.lower() for each in await texts(desk))
    await desk.press("coordinator", DraftButton(do=DraftDo.CONTACT, draft=draft))
    await desk.type("coordinator", WHO)
    assert any(each.startswith("Записали, кому перезвонить") for each in await texts(desk))
    assert any("Кому перезвонить: записали" in each for each in await texts(desk))
    assert not any("000-00-17" in each for each in await texts(desk))
    await desk.press("coordinator", DraftButton(do=DraftDo.DROP, draft=draft))
    async with desk.town.storage.transaction() as tx:
        assert await tx.drafts.caller_of((await tx.drafts.get(draft)).post_id) is None


async def test_a_long_one_is_refused_a_sticker_answered_and_nothing_of_the_post_is_lost(desk: Phones) -> None:
    await desk.type("coordinator", f"/new {PIT}")
    await desk.type("coordinator", "8 900 000-00-17 " + "и ещё " * 664)
    assert any(each.startswith("Длинно: поместится 200 знаков") for each in await texts(desk))
    assert "000-00-17" not in await raw(desk)
    await desk.type("coordinator", None, sticker=STICKER)
    assert any(each.startswith("Нужны слова.") for each in await texts(desk))
    await desk.type("coordinator", WHO)
    async with desk.town.storage.transaction() as tx:
        (post,) = await tx.unread.next(10)
        contact = await tx.drafts.caller_of(post.id)
    assert (post.post.text, contact and contact.words) == (PIT, WHO)


async def test_what_is_forwarded_meanwhile_is_another_message(desk: Phones) -> None:
    origin = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Житель"}
    await desk.type("coordinator", f"/new {PIT}")
    await desk.type("coordinator", "Фонарь у школы не горит", forward_origin=origin)
    async with desk.town.storage.transaction() as tx:
        posts = await tx.unread.next(10)
        assert {each.post.text for each in posts} == {PIT, "Фонарь у школы не горит"}
        assert [await tx.drafts.caller_of(each.id) for each in posts] == [None, None]


async def test_after_opening_what_is_typed_is_no_contact(desk: Phones) -> None:
    incident = await opened(desk, contact=None)
    await desk.type("coordinator", "Лесная 5")
    assert await contacts(desk, incident) == []
    assert "Кому перезвонить" not in await keyboard(desk, incident, "coordinator")


async def test_a_post_of_a_network_is_answered_there(desk: Phones) -> None:
    await desk.type("coordinator", f"/new {PIT} vk.com/wall-101_7")
    assert await desk.town.says("ask_caller") == []


async def test_it_goes_with_its_post_into_another_card_and_back(desk: Phones) -> None:
    incident = await opened(desk)
    other = await desk.town.open("На Новой яма", main=place("Радченко", "Новая", "7"))
    await desk.town.act(incident.id, Act.MERGE, "coordinator", into=other.id)
    assert (await contacts(desk, incident), await contacts(desk, other)) == ([], [WHO])
    await desk.press("coordinator", card(Press.UNDO, incident))
    assert (await contacts(desk, incident), await contacts(desk, other)) == ([WHO], [])


async def test_it_parts_with_its_message_and_no_other_card_keeps_it(desk: Phones) -> None:
    incident = await opened(desk)
    other = await desk.town.open("На Новой яма", main=place("Радченко", "Новая", "7"))
    await desk.town.act(incident.id, Act.MERGE, "coordinator", into=other.id)
    async with desk.town.storage.transaction() as tx:
        (contact,) = await tx.drafts.callers_in(other.id)
        known = {each.id for each in await tx.incidents.unfinished()}
    await desk.town.act(other.id, Act.SPLIT, "coordinator", posts=frozenset({contact.post_id}))
    async with desk.town.storage.transaction() as tx:
        (parted,) = [each for each in await tx.incidents.unfinished() if each.id not in known]
    assert (await contacts(desk, other), await contacts(desk, parted)) == ([], [WHO])
    texts_of = [(await card_of(desk.town, each.id, "coordinator"))[0] for each in (other, parted)]
    assert ["Просят перезвонить" in each for each in texts_of] == [False, True]


async def test_each_question_of_the_message_has_it_and_one_call_is_enough(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.town.act(incident.id, Act.SPLIT, "coordinator", topic="ecology_air")
    async with desk.town.storage.transaction() as tx:
        (second,) = [each for each in await tx.incidents.unfinished() if each.id != incident.id]
        (contact,) = await tx.drafts.callers_in(second.id)
    assert (await contacts(desk, incident), contact.words) == ([WHO], WHO)
    await desk.press("coordinator", menu(Menu.CONTACT, second, f"{contact.post_id}"))
    await desk.type("coordinator", "Дым проверим до пятницы")
    async with desk.town.storage.transaction() as tx:
        answered = [[each.by_phone for each in await tx.answers.of(id)] for id in (incident.id, second.id)]
        waits = [[each.answered_at is None for each in await tx.voices.of(id)] for id in (incident.id, second.id)]
    assert (answered, waits) == ([[], [True]], [[True], [False]])
    for each in (incident, second):
        assert "Просят перезвонить" not in (await card_of(desk.town, each.id, "coordinator"))[0]


async def shown(desk: Phones, incident: Incident, message_id: int = 900) -> None:
    """The message that the holder looks at stands in their chat."""
    now = desk.town.clock.now()
    async with desk.town.storage.transaction() as tx:
        with noticing() as read:
            what = outbox_row(desk.user("ann"), ContactMenu(incident=incident.id), {})
            await Renderer(konakovo()).say(tx, what, now=now)
        await tx.shown.keep(desk.user("ann"), message_id, read, at=now)


async def test_after_its_term_it_is_nowhere_not_in_the_chat_of_who_looked(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await shown(desk, incident)
    desk.town.clock.move(days=29)
    await keep_no_longer(desk.town.around())
    assert await contacts(desk, incident) == [WHO]
    desk.town.clock.move(days=2)
    await keep_no_longer(desk.town.around())
    assert await contacts(desk, incident) == []
    (row,) = [row for row in await desk.town.rows() if row.code == "contact_erased"]
    assert (row.chat_id, row.params["edit"]) == (desk.user("ann"), 900)
    assert (await desk.press("ann", card(Press.CONTACT, incident)) or "").startswith("Кому перезвонить, здесь не записано")
    desk.town.clock.move(days=1)
    await desk.town.sweep_outbox()
    await keep_no_longer(desk.town.around())
    assert await desk.town.says("contact_erased") == []


async def test_it_is_shown_by_person_and_erased_with_what_repeats_it(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await shown(desk, incident)
    async with desk.town.storage.transaction() as tx:
        (voice,) = await tx.voices.of(incident.id)
        reach = await tx.personal_data.reach([voice.post_id])
        assert (await tx.person.of(reach))["contact"][0]["words"] == WHO
        target = Target(whose=DataOf.POST, post=voice.post_id)
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=desk.town.clock.now())
    assert await contacts(desk, incident) == []
    assert [row.params["edit"] for row in await desk.town.rows() if row.code == "words_erased"] == [900]


async def test_a_note_with_the_number_goes_though_others_told_of_the_same(desk: Phones) -> None:
    incident = await opened(desk)
    other = await desk.town.open("На Новой яма", main=place("Радченко", "Новая", "7"))
    await desk.town.act(other.id, Act.MERGE, "coordinator", into=incident.id)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.press("ann", card(Press.NOTE, incident))
    await desk.type("ann", "Звонил ей на 8 900 000 00 17, не берёт")
    async with desk.town.storage.transaction() as tx:
        assert len(await tx.notes.of(incident.id)) == 1
        (contact,) = await tx.drafts.callers_in(incident.id)
        target = Target(whose=DataOf.POST, post=contact.post_id)
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=desk.town.clock.now())
        assert "8 900" not in str(await tx.notes.of(incident.id))


async def test_many_are_read_page_by_page(desk: Phones) -> None:
    incident = await opened(desk)
    for n in range(5):
        other = await desk.town.open(f"На Новой, {n} яма", main=place("Радченко", f"Новая {n}", "7"))
        async with desk.town.storage.transaction() as tx:
            (told,) = await tx.voices.of(other.id)
            at = desk.town.clock.now() + timedelta(minutes=n + 1)
            await tx.drafts.keep_caller(CallerContact(post_id=told.post_id, words=f"Выдуманный {n}, {'8' * 190}", at=at))
        await desk.town.act(other.id, Act.MERGE, "coordinator", into=incident.id)
    await desk.town.sweep_outbox()
    await desk.press("coordinator", card(Press.CONTACT, incident))
    await desk.press("coordinator", menu(Menu.CONTACT, incident, "+1"))
    first, second = [each for each in await texts(desk, "coordinator") if each.startswith("Кому перезвонить ·")]
    assert (WHO in first, "Выдуманный 4" in second) == (True, True)
