"""`phones.csv`: whom to call by voice, by department.

The file may be missing: then nobody is named.
"""

from collections.abc import Collection
from pathlib import Path

from incidents.danger.phones import FILE, Phone
from incidents.ids import DepartmentId
from nlp.district_files import rows_of
from nlp.errors import BadTable


def read_phones(folder: Path, departments: Collection[DepartmentId]) -> tuple[Phone, ...]:
    """The numbers in the order of the file. Raises BadTable with the row of the first mistake."""
    file = folder / FILE
    if not file.exists():
        return ()
    found = []
    for row, cells in rows_of(file, ("department", "title", "phone")):
        for name in ("title", "phone"):
            if not cells[name]:
                raise BadTable(file, row, f"пустой столбец «{name}»")
        if cells["department"] and cells["department"] not in departments:
            raise BadTable(file, row, f"отдела «{cells['department']}» нет в departments.csv")
        department = DepartmentId(cells["department"]) if cells["department"] else None
        found.append(Phone(title=cells["title"], number=cells["phone"], department_id=department))
    return tuple(found)
