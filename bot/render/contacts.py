"""/people, «Отделы»: contacts as they stand."""

from collections.abc import Mapping

from bot.cards import choosing, contacts
from bot.render.call import Call, Render
from incidents.contacts import Contact
from incidents.desk.contacts import department, value_before
from incidents.ids import DepartmentId
from incidents.messenger import Message
from incidents.people import Department


async def _listed(call: Call) -> Message:
    return contacts.listed(departments=await call.tx.departments(), page=call.page())


async def _one(call: Call) -> Message:
    found = await _department(call)
    order = [each.id for each in await call.tx.departments()]
    before = {contact: await value_before(call.tx, found.id, contact) for contact in Contact}
    return contacts.one(department=found, before=before, page=order.index(found.id) // choosing.PAGE)


async def _ask(call: Call) -> Message:
    return contacts.ask(department=await _department(call), contact=Contact(call.text("contact")))


async def _department(call: Call) -> Department:
    return await department(call.tx, DepartmentId(call.text("department")))


SAYS: Mapping[str, Render] = {"departments": _listed, "department": _one, "ask_contact": _ask}
