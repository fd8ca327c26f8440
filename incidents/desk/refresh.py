"""Refresh every copy of a card; delete reminders of what is done."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from incidents.acts.messages import CardMoved
from incidents.acts.readers import group_keeps_copy, keeps_copy
from incidents.audience import Recipient, audience, came_late
from incidents.deadlines.messages import OverdueList
from incidents.deadlines.reminders import UNACCEPTED, Reminder, is_still_true
from incidents.desk.boards import of_many, put_on_board
from incidents.ids import ChatId, IncidentId
from incidents.incident import OPEN, Incident
from incidents.messages import Delete
from incidents.official import Role
from incidents.reading import DangerGrade
from incidents.recipients import in_role
from incidents.transaction import Transaction

_LISTED = (Reminder.NOT_ACCEPTED, Reminder.OVERDUE_COORDINATOR)
"""What coordinators hear in one list of the hour."""


async def refresh(tx: Transaction, incident: Incident, *, quiet: bool = False) -> None:
    """Every chat of the incident's audience, and every chat with a copy, will show it as it stands; reminders of what is done go.

    A copy in a chat that has no business with it any more is changed for the last time, and forgotten. `quiet`: nothing rings but what is
    dangerous now. What a digest tells the coordinators of comes to them from there.
    """
    officials = await tx.officials.all()
    recipients = audience(incident, officials=officials, departments=await tx.departments.all())
    await take_leave(tx, incident, but={each.chat_id for each in recipients})
    if quiet:
        recipients = tuple(replace(each, sound=each.urgent) for each in recipients)
    if came_late(incident) and incident.danger_grade is not DangerGrade.NOW and await tx.catch_ups.has(incident.id):
        theirs = {each.id for each in in_role(officials, Role.COORDINATOR)}
        recipients = tuple(each for each in recipients if each.official_id not in theirs)
    if incident.danger_peak is DangerGrade.NOW:
        recipients = await _delivered_by_cards(tx, incident, recipients)
    await tx.outbox.refresh_cards(incident.id, recipients)
    await clear_reminders(tx, incident)
    if incident.status not in OPEN:
        await refresh_offering(tx, incident.id)


async def refresh_offering(tx: Transaction, id: IncidentId) -> None:
    """Cards that ask «Похоже на № 15» of this one follow it."""
    for each in await tx.similar_pairs.offering(id):
        await tx.outbox.refresh_cards(each, ())


async def _delivered_by_cards(tx: Transaction, incident: Incident, recipients: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Whoever gets a card; all others have the danger on their board."""
    there = {each.chat_id for each in recipients}
    is_now = incident.danger_grade is DangerGrade.NOW and incident.status in OPEN
    on_boards = await tx.boards.chats_of(incident.id)
    # 1. It leaves the boards of those who have no business with it, and all of them where it is no danger any more.
    gone = [chat for chat in on_boards if not is_now or (chat not in there and not await _may_stay(tx, incident, chat))]
    await tx.boards.take_off(incident.id, gone)
    on_boards = [chat for chat in on_boards if chat not in gone]
    # 2. Where it is one of many, a chat that has no card of it yet gets a row of its board.
    standing = {} if not is_now else await tx.card_places.of(incident.id)
    new = [each for each in recipients if is_now and each.chat_id not in {*standing, *on_boards}]
    if new and incident.status in UNACCEPTED:
        before, trusted = await of_many(tx, incident)
        for each in new if before else ():
            await put_on_board(tx, incident.id, each, before, trusted=trusted)
            on_boards.append(each.chat_id)
    for chat in (*on_boards, *gone):
        await tx.outbox.refresh_board(chat)
    # 3. Whoever holds it has its card all the same. What came by a board rings no more when it goes on as a card.
    by_cards = [each for each in recipients if each.chat_id in standing or each.chat_id not in on_boards or _is_holder(each, incident)]
    return tuple(replace(each, sound=False) if each.chat_id in gone else each for each in by_cards)


def _is_holder(recipient: Recipient, incident: Incident) -> bool:
    return recipient.official_id is not None and recipient.official_id == incident.holder_id


async def take_leave(tx: Transaction, incident: Incident, *, but: Container[ChatId]) -> None:
    """Copies in chats of those who may not read the card any more say where it went, and are followed no more."""
    for chat_id, message_id in (await tx.card_places.of(incident.id)).items():
        if chat_id not in but and not await _may_stay(tx, incident, chat_id):
            await leave_chat(tx, chat_id, {incident.id: message_id})


async def leave_chat(tx: Transaction, chat_id: ChatId, cards: Mapping[IncidentId, int | None]) -> None:
    """These cards are no business of the chat any more: the last edit, without a word of residents, and nothing after it."""
    await tx.card_places.take_away(chat_id, cards)
    await tx.outbox.refresh_board(chat_id)
    for id, message_id in cards.items():
        if message_id is not None:
            await tx.outbox.say(chat_id, CardMoved(incident=id), edit=message_id, sound=False)
        await take_photos_away(tx, chat_id, id)
        for each in await tx.reminders.of(id):
            if each.chat_id == chat_id:
                await tx.reminders.forget(id, chat_id)
                await tx.outbox.say(chat_id, Delete(), edit=each.message_id, sound=False)


async def take_photos_away(tx: Transaction, chat_id: ChatId, id: IncidentId) -> None:
    """Photos under a card are a resident's too."""
    for photo in await tx.card_places.take_photos(chat_id, id):
        await tx.outbox.say(chat_id, Delete(photo=True), edit=photo, sound=False)


async def may_stand(tx: Transaction, incident: Incident, chat_id: ChatId) -> bool:
    """Whether the card has any business in this chat, as things stand now."""
    if await _may_stay(tx, incident, chat_id):
        return True
    recipients = audience(incident, officials=await tx.officials.all(), departments=await tx.departments.all())
    return any(each.chat_id == chat_id for each in recipients)


async def _may_stay(tx: Transaction, incident: Incident, chat_id: ChatId) -> bool:
    official = await tx.officials.by_user(chat_id)
    if official is None:
        return await group_keeps_copy(tx.departments, chat_id, incident)
    return await keeps_copy(tx, official, incident)


async def clear_reminders(tx: Transaction, incident: Incident) -> None:
    """Take away the reminders of an incident whose act is done; the coordinator's list of the hour is written anew."""
    for each in await tx.reminders.of(incident.id):
        if not is_still_true(each.code, incident):
            await tx.reminders.forget(incident.id, each.chat_id)
            await tx.outbox.say(each.chat_id, Delete(), edit=each.message_id, sound=False)
    if any(code in incident.reminded and not is_still_true(code, incident) for code in _LISTED):
        for each in await tx.reminders.of(None):
            await tx.outbox.say(each.chat_id, OverdueList(), edit=each.message_id, sound=False)


async def refresh_id(tx: Transaction, id: IncidentId) -> None:
    """`refresh` for a caller who holds the id only."""
    await refresh(tx, await tx.incidents.get(id))
