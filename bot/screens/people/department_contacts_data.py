"""/people, «Отделы»: contacts as they stand."""

from collections.abc import Mapping

from bot.screens.kit import paged_choice
from bot.screens.kit.context import Call, Render
from bot.screens.people import department_contacts
from incidents.ids import DepartmentId
from incidents.messenger import Message
from incidents.official import Department
from incidents.people.department_contacts import Contact
from incidents.people.lookups import department, value_before


async def _listed(call: Call) -> Message:
    return department_contacts.listed(departments=await call.tx.departments(), page=call.page())


async def _one(call: Call) -> Message:
    found = await _department(call)
    order = [each.id for each in await call.tx.departments()]
    before = {contact: await value_before(call.tx, found.id, contact) for contact in Contact}
    return department_contacts.one(department=found, before=before, page=order.index(found.id) // paged_choice.PAGE)


async def _ask(call: Call) -> Message:
    return department_contacts.ask(department=await _department(call), contact=Contact(call.text("contact")))


async def _department(call: Call) -> Department:
    return await department(call.tx, DepartmentId(call.text("department")))


SAYS: Mapping[str, Render] = {"departments": _listed, "department": _one, "ask_contact": _ask}
