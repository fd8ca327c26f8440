"""«Что меняли»: lines of the audit in words."""

from collections.abc import Callable, Mapping, Sequence

from handlers import settings_log_words
from handlers.access_journal_words import journal_line
from handlers.advice import advice_words
from handlers.answers.templates import templates_words
from handlers.deadlines import norms_words
from handlers.kit.rendering import Call, topic_titles
from handlers.kit.renders import renders
from handlers.people import department_contacts_words
from handlers.routing import rules_words
from handlers.sources import sources_words
from incidents.messages import SettingsChanges
from incidents.messenger import Message
from incidents.settings_log import KINDS, Area, Audited

Words = Callable[[str, str | None, str | None, Mapping[str, str]], str]

_UNKNOWN = "Больше не с нами"
_WORDS: Mapping[Area, Words] = {
    Area.NORMS: norms_words.change_line,
    Area.LINT: advice_words.change_line,
    Area.CONTACTS: department_contacts_words.change_line,
    Area.SOURCES: sources_words.change_line,
    Area.RULES: rules_words.change_line,
}


@renders(SettingsChanges)
async def _changes(call: Call, said: SettingsChanges) -> Message:
    area, page = said.area, said.page
    found = await _lines(call, area, limit=settings_log_words.PAGE + 1, skip=page * settings_log_words.PAGE)
    names = await _names(call, area)
    lines = [
        settings_log_words.ChangeLine(at=line.at, who=await _who(call, area, line), what=_what(area, line, names))
        for line in found[: settings_log_words.PAGE]
    ]
    return settings_log_words.changes(
        area=area, lines=lines, page=page, has_more=len(found) > settings_log_words.PAGE, tz=call.tz, now=call.now
    )


async def _lines(call: Call, area: Area, *, limit: int, skip: int) -> Sequence[Audited]:
    """Looks have a table of their own, all else stands in the audit."""
    if area is Area.LOOKS:
        return await call.tx.looks.newest(limit=limit, skip=skip)
    return await call.tx.audit.lines(KINDS[area], limit=limit, skip=skip)


async def _names(call: Call, area: Area) -> Mapping[str, str]:
    """What keys of the log stand for."""
    match area:
        case area if area in settings_log_words.JOURNAL:
            departments = {str(each.id): each.title for each in await call.tx.departments.all()}
            people = [*await call.tx.officials.all(), *await call.tx.officials.blocked()]
            return departments | {f"official:{each.id}": each.title for each in people}
        case Area.CONTACTS | Area.RULES:
            return {str(each.id): each.title for each in await call.tx.departments.all()}
        case Area.SOURCES:
            return {str(each.id): each.title for each in await call.tx.sources.all(removed=True)}
        case _:
            return topic_titles(call)


def _what(area: Area, line: Audited, names: Mapping[str, str]) -> str:
    if area in settings_log_words.JOURNAL:
        return journal_line(line, names)
    data = line.data
    if area is Area.TEMPLATES:
        key, before, after = (data.get(name) for name in ("key", "before", "after"))
        return templates_words.change_line(str(key or "шаблон"), _said(before), _said(after), names, line.what)
    return _WORDS[area](str(data.get("key")), _said(data.get("before")), _said(data.get("after")), names)


def _said(value: int | str | None) -> str | None:
    return None if value is None else str(value)


async def _who(call: Call, area: Area, line: Audited) -> str:
    if line.user_id is None:
        return "бот" if area in settings_log_words.JOURNAL else _UNKNOWN
    who = await call.tx.officials.by_user(line.user_id) or await call.tx.officials.dismissed_by_user(line.user_id)
    if who is None:
        return f"посторонний {line.user_id}" if area in settings_log_words.JOURNAL else _UNKNOWN
    return who.title
