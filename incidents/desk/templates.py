"""The coordinator keeps the district's templates: edit, add, switch off; every change is a line of the audit."""

from dataclasses import replace
from datetime import datetime

from incidents.errors import DomainError, Forbidden, Unchanged
from incidents.people import Official, Role
from incidents.ports import Transaction
from incidents.templates import TITLE, Template, checked


def may_keep(by: Official) -> None:
    """Raise Forbidden for everyone but a coordinator."""
    if by.role is not Role.COORDINATOR:
        raise Forbidden("Шаблоны правит координатор. Нужен новый? Напишите ему текст")


async def edit(tx: Transaction, id: int, text: str, *, by: Official, now: datetime) -> Template:
    """Replace the text."""
    may_keep(by)
    template = await tx.template(id)
    after = replace(template, text=checked(text))
    if after == template:
        raise Unchanged("Это тот же текст. Пришлите новый или напишите «отмена»")
    await tx.save_template(after)
    await _log(tx, "template_edited", after, by, now)
    return after


async def add(tx: Transaction, title: str, text: str, *, scope: tuple[str, ...] = (), by: Official, now: datetime) -> Template:
    """A new one, for any topic unless its topics are named."""
    may_keep(by)
    title = " ".join(title.split())
    if not title or len(title) > TITLE:
        raise DomainError(f"Название нужно коротким, до {TITLE} знаков. Пришлите ещё раз")
    made = await tx.add_template(Template(id=0, title=title, text=checked(text), scope=scope))
    await _log(tx, "template_added", made, by, now)
    return made


async def switch(tx: Transaction, id: int, *, active: bool, by: Official, now: datetime) -> Template:
    """Off: nobody is offered it any more; on again at any time."""
    may_keep(by)
    template = await tx.template(id)
    if template.active is active:
        raise Unchanged
    after = replace(template, active=active)
    await tx.save_template(after)
    await _log(tx, "template_on" if active else "template_off", after, by, now)
    return after


async def _log(tx: Transaction, what: str, template: Template, by: Official, now: datetime) -> None:
    await tx.audit(what, user_id=by.user_id, at=now, data={"template": template.id})
