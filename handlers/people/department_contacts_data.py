"""/people, «Отделы»: contacts as they stand."""

from handlers.kit import pages
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from handlers.people import department_contacts_words
from incidents.messenger import Message
from incidents.people.department_contacts import Contact
from incidents.people.lookups import get_department, value_before
from incidents.people.messages import AskContact, DepartmentsList, OneDepartment


@renders(DepartmentsList)
async def _listed(call: Call, said: DepartmentsList) -> Message:
    return department_contacts_words.listed(departments=await call.tx.departments.all(), page=said.page)


@renders(OneDepartment)
async def _one(call: Call, said: OneDepartment) -> Message:
    found = await get_department(call.tx.departments, said.department)
    order = [each.id for each in await call.tx.departments.all()]
    before = {contact: await value_before(call.tx.audit, found.id, contact) for contact in Contact}
    return department_contacts_words.one(department=found, before=before, page=order.index(found.id) // pages.PAGE)


@renders(AskContact)
async def _ask(call: Call, said: AskContact) -> Message:
    return department_contacts_words.ask(department=await get_department(call.tx.departments, said.department), contact=said.contact)
