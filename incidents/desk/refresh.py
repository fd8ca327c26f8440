"""Refresh every copy of a card; delete reminders of what is done."""

from collections.abc import Container, Mapping
from dataclasses import replace

from incidents.acts.messages import CardMoved
from incidents.acts.readers import group_keeps_copy, keeps_copy
from incidents.audience import audience, came_late
from incidents.deadlines.messages import OverdueList
from incidents.deadlines.reminders import Reminder, is_still_true
from incidents.ids import ChatId, IncidentId
from incidents.incident import Incident
from incidents.messages import Delete
from incidents.official import Role
from incidents.reading import DangerGrade
from incidents.recipients import in_role
from incidents.transaction import Transaction


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
    await tx.outbox.refresh_cards(incident.id, recipients)
    await clear_reminders(tx, incident)


async def take_leave(tx: Transaction, incident: Incident, *, but: Container[ChatId]) -> None:
    """Copies in chats of those who may not read the card any more say where it went, and are followed no more."""
    for chat_id, message_id in (await tx.card_places.of(incident.id)).items():
        if chat_id not in but and not await _may_stay(tx, incident, chat_id):
            await leave_chat(tx, chat_id, {incident.id: message_id})


async def leave_chat(tx: Transaction, chat_id: ChatId, cards: Mapping[IncidentId, int | None]) -> None:
    """These cards are no business of the chat any more: the last edit, without a word of residents, and nothing after it."""
    await tx.card_places.take_away(chat_id, cards)
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
    if Reminder.OVERDUE_COORDINATOR in incident.reminded and not is_still_true(Reminder.OVERDUE_COORDINATOR, incident):
        for each in await tx.reminders.of(None):
            await tx.outbox.say(each.chat_id, OverdueList(), edit=each.message_id, sound=False)


async def refresh_id(tx: Transaction, id: IncidentId) -> None:
    """`refresh` for a caller who holds the id only."""
    await refresh(tx, await tx.incidents.get(id))
