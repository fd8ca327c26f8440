"""Read-only questions about departments."""

from incidents.errors import NotFound
from incidents.ids import DepartmentId
from incidents.official import Department
from incidents.official_store import Departments
from incidents.people.department_contacts import Contact
from incidents.settings_log import Audit

LOOKED_AT = 200
"""Lines of the log among which the value before is looked for."""


async def get_department(departments: Departments, id: DepartmentId) -> Department:
    """Raises NotFound."""
    found = next((each for each in await departments.all() if each.id == id), None)
    if found is None:
        raise NotFound("Такого отдела больше нет. Откройте /people ещё раз")
    return found


async def value_before(audit: Audit, id: DepartmentId, contact: Contact) -> str | None:
    """What stood before the last change: "" where it was empty, None where nothing was changed in the chat."""
    lines = await audit.lines({"contact"}, limit=LOOKED_AT)
    last = next((line for line in lines if line.data.get("key") == key_of(id, contact)), None)
    return None if last is None else str(last.data.get("before") or "")


def key_of(id: DepartmentId, contact: Contact) -> str:
    """How a line of the log names it."""
    return f"{id}:{contact}"
