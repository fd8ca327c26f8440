"""Details of a person in /people: a work phone, the lawyer's mark."""

from dataclasses import replace
from datetime import datetime

from incidents.desk.people.moving import lock_people
from incidents.desk.people.staff import get_connected
from incidents.errors import Unchanged
from incidents.ids import OfficialId
from incidents.official import Official
from incidents.people.department_contacts import phone_in
from incidents.transaction import Transaction

NONE = "нет"
"""Typed instead of a number: it is taken away."""


async def set_phone(tx: Transaction, id: OfficialId, text: str, *, by: Official, now: datetime) -> Official:
    """Colleagues see it by «Позвонить»; residents never do."""
    await lock_people(tx, by=by)
    return await _save(
        tx,
        id,
        replace(await get_connected(tx, id), phone="" if text.strip().lower() == NONE else phone_in(text)),
        "phone_set",
        by=by,
        now=now,
    )


async def set_lawyer(tx: Transaction, id: OfficialId, yes: bool, *, by: Official, now: datetime) -> Official:
    """Who is asked by «Спросить юриста» and «Позвать юриста»."""
    await lock_people(tx, by=by)
    return await _save(tx, id, replace(await get_connected(tx, id), lawyer=yes), "lawyer_set", by=by, now=now)


async def _save(tx: Transaction, id: OfficialId, after: Official, what: str, *, by: Official, now: datetime) -> Official:
    if after == await tx.officials.get(id):
        raise Unchanged
    await tx.officials.save(after)
    await tx.audit.add(what, user_id=after.user_id, at=now, data={"official": id, "by": by.id, "lawyer": int(after.lawyer)})
    return after
