"""`phones.csv`: whom to call by voice, by department.

The file may be missing: then nobody is named.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from incidents.ids import DepartmentId
from nlp.district_files import rows_of
from nlp.errors import BadTable

FILE = "phones.csv"
EXAMPLE = re.compile(r"[+]?[78]000\d{7}")  # no telephone of Russia has such a code


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number of the district's phone book. `department_id` None: for every matter."""

    title: str
    number: str
    department_id: DepartmentId | None = None

    @property
    def is_example(self) -> bool:
        """Whether nobody can answer: a number of the file as it comes with the program."""
        return EXAMPLE.fullmatch(re.sub(r"[\s()-]", "", self.number)) is not None


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
