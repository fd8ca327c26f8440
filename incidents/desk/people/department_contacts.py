"""Set a department's phone and hours for residents.

Every change is a line of the log.
"""

from datetime import datetime

from incidents.errors import Unchanged
from incidents.ids import DepartmentId
from incidents.official import Department, Official
from incidents.people.department_contacts import Contact, contact_in
from incidents.people.lookups import get_department, key_of, value_before
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction


async def set_contact(tx: Transaction, id: DepartmentId, contact: Contact, text: str, *, by: Official, now: datetime) -> None:
    """What was typed. Raises a DomainError that says what is wrong with it."""
    check_right(by, Right.KEEP_CONTACTS)
    await _put(tx, await get_department(tx.departments, id), contact, contact_in(contact, text), by=by, now=now)


async def clear_contact(tx: Transaction, id: DepartmentId, contact: Contact, *, by: Official, now: datetime) -> None:
    """Nothing is told."""
    check_right(by, Right.KEEP_CONTACTS)
    await _put(tx, await get_department(tx.departments, id), contact, None, by=by, now=now)


async def take_back(tx: Transaction, id: DepartmentId, contact: Contact, *, by: Official, now: datetime) -> None:
    """What stood before the last change stands again."""
    check_right(by, Right.KEEP_CONTACTS)
    before = await value_before(tx.audit, id, contact)
    await _put(tx, await get_department(tx.departments, id), contact, before or None, by=by, now=now)


async def log_contact(
    tx: Transaction, id: DepartmentId, contact: Contact, before: str | None, after: str | None, *, by: Official, now: datetime
) -> None:
    """A line of the log."""
    await tx.audit.add("contact", user_id=by.user_id, at=now, data={"key": key_of(id, contact), "before": before, "after": after})


async def _put(tx: Transaction, before: Department, contact: Contact, value: str | None, *, by: Official, now: datetime) -> None:
    old = before.phone if contact is Contact.PHONE else before.hours
    if value == old:
        raise Unchanged
    phone, hours = (value, before.hours) if contact is Contact.PHONE else (before.phone, value)
    await tx.departments.set_contacts(before.id, phone=phone, hours=hours)
    await log_contact(tx, before.id, contact, old, value, by=by, now=now)
