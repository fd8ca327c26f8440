"""Whom to call by voice, by department."""

import re
from dataclasses import dataclass

from incidents.ids import DepartmentId

FILE = "phones.csv"
"""Where a district's profile names them."""

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
