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
        if not await tx.templates.all():
            for template in district.templates:
                await tx.templates.add(template)
