"""What a district's database begins with."""

from bot.config.district import District
from bot.storage.engine.storage import Storage


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
