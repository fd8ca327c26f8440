"""«Решено?»: what authors said, for the head's list of departments."""

from collections.abc import Mapping, Sequence

from handlers.head.head_lists_words import Span
from handlers.kit.rendering import Call
from incidents.answers.reactions import Tone
from incidents.head.summary import counts
from incidents.ids import DepartmentId


async def by_department(call: Call, span: Span, titles: Mapping[DepartmentId, str], nobodys: str) -> Mapping[str, Sequence[Tone | None]]:
    """What authors said to «Решено?», by their department's title."""
    heard = await call.tx.figures.done_checks(span.since, span.until)
    by: dict[str, list[Tone | None]] = {}
    for each in filter(counts, await call.tx.incidents.these(heard)):
        title = titles.get(each.department_id, each.department_id) if each.department_id else nobodys
        by.setdefault(title, []).append(heard[each.id])
    return by
