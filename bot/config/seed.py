"""What a district's database begins with."""

from collections.abc import Sequence
from dataclasses import replace

from bot.config.district import District
from bot.storage.engine.storage import Storage
from incidents.answers.facts import FactKind
from incidents.answers.templates import Template
from incidents.transaction import Transaction

_RENAMED = 10_000
"""So many changes of a title are looked through."""


async def seed(storage: Storage, district: District) -> None:
    """Departments, rules and templates of the profile go into an empty database; what a dead process was sending is free again."""
    async with storage.transaction() as tx:
        if storage.is_embedded:
            await tx.outbox.release()
        if not await tx.departments.all():
            for department in district.departments:
                await tx.departments.put(department)
        if not await tx.rules.all():
            await tx.rules.put(district.rules)
        kept = await tx.templates.all()
        told = {None, *(each.fact for each in kept)}
        for template in district.templates:
            if not kept or template.fact not in told:  # a fact that is newer than the district's base has its template from the file
                await tx.templates.add(template)
            elif template.fact is FactKind.EXPLAINED:
                await _keep_explanation(tx, template, kept)


async def _keep_explanation(tx: Transaction, template: Template, kept: Sequence[Template]) -> None:
    """One whose title the base has never had is added; of one that it has, only what the bot hears by is renewed: nobody edits that."""
    same_title = next((each for each in kept if each.title == template.title), None)
    renamed = [line.data.get("before") for line in await tx.audit.lines({"template_titled"}, limit=_RENAMED)] if same_title is None else []
    if same_title is not None and same_title.fact is template.fact and same_title.asks != template.asks:
        await tx.templates.save(replace(same_title, asks=template.asks))
    elif same_title is None and template.title not in renamed:
        await tx.templates.add(template)
