"""Who may see a card: role, department, and what makes an exception."""

from incidents.acts.ask_for_help import asks_lawyer
from incidents.acts.looks import ReadRequestState
from incidents.acts.store import ReaderStores
from incidents.audience import audience
from incidents.ids import ChatId
from incidents.incident import Incident
from incidents.incident_store import Log
from incidents.official import Official
from incidents.official_store import Departments
from incidents.rights import may_read


async def may_see(tx: ReaderStores, official: Official, incident: Incident) -> bool:
    """Whether the card may be shown: by right, by a coordinator's word, as a lawyer who was asked, as the only one who is there."""
    if await keeps_copy(tx, official, incident):
        return True
    if not official.active:
        return False
    recipients = audience(incident, officials=await tx.officials.all(), departments=await tx.departments.all())
    return any(each.official_id == official.id for each in recipients)


async def keeps_copy(tx: ReaderStores, official: Official, incident: Incident) -> bool:
    """Whether a card that stands in the official's chat may go on being shown there, whoever else gets one."""
    if may_read(official, incident):
        return True
    if not official.active:
        return False
    request = await tx.read_requests.latest(official.id, incident.id)
    if request is not None and request.state is ReadRequestState.ALLOWED:
        return True
    return official.lawyer and await _asked_a_lawyer(tx.log, incident)


async def _asked_a_lawyer(log: Log, incident: Incident) -> bool:
    return any(asks_lawyer(each) for each in await log.of(incident.id))


async def group_keeps_copy(departments: Departments, chat_id: ChatId, incident: Incident) -> bool:
    """Whether a department of this group has the card or gives facts for it."""
    theirs = {incident.department_id, *incident.co_departments}
    return any(each.chat_id == chat_id and each.id in theirs for each in await departments.all())
