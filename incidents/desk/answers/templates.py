"""Keep the district's templates: text, name, topics, kind.

The coordinator adds and switches off; every change is a line of the log.
"""

from dataclasses import replace
from datetime import datetime

from incidents.answers.lookups import text_before
from incidents.answers.templates import KINDS, TITLE, Template, checked_text
from incidents.answers.values import AnswerKind
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right
from incidents.routing.taxonomy import groups, of_group
from incidents.transaction import Transaction


async def edit(tx: Transaction, id: int, text: str, *, by: Official, now: datetime) -> Template:
    """Replace the text."""
    template = await _template(tx, id, by)
    after = replace(template, text=checked_text(text))
    if after == template:
        raise Unchanged("Это тот же текст. Пришлите новый или напишите «отмена»")
    await tx.templates.save(after)
    await _log(tx, "template_edited", after, by, now, before=template.text, became=after.text)
    return after


async def retitle(tx: Transaction, id: int, title: str, *, by: Official, now: datetime) -> Template:
    """Another name."""
    template = await _template(tx, id, by)
    after = replace(template, title=title_in(title))
    if after == template:
        raise Unchanged
    await tx.templates.save(after)
    await _log(tx, "template_titled", after, by, now, before=template.title, became=after.title)
    return after


async def take_back(tx: Transaction, id: int, *, by: Official, now: datetime) -> Template:
    """The text before the last change stands again; once more: the change again."""
    template = await _template(tx, id, by)
    before = await text_before(tx.audit, id)
    if before is None or before == template.text:
        raise Unchanged("Возвращать нечего: текст в чате не меняли")
    return await edit(tx, id, before, by=by, now=now)


async def add(tx: Transaction, title: str, text: str, *, scope: tuple[str, ...] = (), by: Official, now: datetime) -> Template:
    """A new one, for any topic unless its topics are named."""
    check_right(by, Right.KEEP_TEMPLATES)
    made = await tx.templates.add(Template(id=0, title=title_in(title), text=checked_text(text), scope=scope))
    await _log(tx, "template_added", made, by, now)
    return made


async def switch(tx: Transaction, id: int, *, active: bool, by: Official, now: datetime) -> Template:
    """Off: nobody is offered it any more; on again at any time."""
    template = await _template(tx, id, by)
    if template.active is active:
        raise Unchanged
    after = replace(template, active=active)
    await tx.templates.save(after)
    await _log(tx, "template_on" if active else "template_off", after, by, now)
    return after


async def toggle_topic(tx: Transaction, policy: Policy, id: int, slug: str, *, by: Official, now: datetime) -> Template:
    """A topic or a group more, or less; "" is any topic. A group takes the place of its topics."""
    template = await _template(tx, id, by)
    if slug and slug not in policy.topics and slug not in groups(policy.topics):
        raise NotFound("Такой темы больше нет. Откройте шаблон ещё раз")
    if not slug and not template.scope:
        raise Unchanged
    within = {topic.slug for topic in of_group(policy.topics, slug)}
    rest = tuple(each for each in template.scope if each != slug and each not in within)
    scope = () if not slug else rest if slug in template.scope else (*rest, slug)
    after = replace(template, scope=scope)
    await tx.templates.save(after)
    await _log(tx, "template_topics", after, by, now, before=" ".join(template.scope), became=" ".join(scope))
    return after


async def set_kind(tx: Transaction, id: int, kind: AnswerKind, *, by: Official, now: datetime) -> Template:
    """What an answer by it is. Raises DomainError for a fact's template: the fact decides."""
    template = await _template(tx, id, by)
    if kind not in KINDS:
        raise NotFound("Такого вида нет. Откройте шаблон ещё раз")
    if template.fact is not None:
        raise DomainError("Этим шаблоном бот пишет факт, вид ответа решает сам факт. Нужен другой? Добавьте новый шаблон")
    if template.kind is kind:
        raise Unchanged
    after = replace(template, kind=kind)
    await tx.templates.save(after)
    await _log(tx, "template_kind", after, by, now, before=template.kind, became=kind)
    return after


def title_in(text: str) -> str:
    """A name that was typed. Raises DomainError."""
    title = " ".join(text.split())
    if not title or len(title) > TITLE:
        raise DomainError(f"Название нужно коротким, до {TITLE} знаков. Пришлите ещё раз")
    return title


async def _template(tx: Transaction, id: int, by: Official) -> Template:
    check_right(by, Right.KEEP_TEMPLATES)
    return await tx.templates.get(id)


async def _log(
    tx: Transaction, what: str, template: Template, by: Official, now: datetime, *, before: str | None = None, became: str | None = None
) -> None:
    data: dict[str, int | str | None] = {"template": template.id, "key": template.title, "before": before, "after": became}
    await tx.audit.add(what, user_id=by.user_id, at=now, data=data)
