"""What a bot may start without and cannot work without."""

from collections.abc import Sequence

from bot.storage.engine.storage import Storage
from incidents.official import Role
from incidents.recipients import in_role

NO_COORDINATOR = "Люди: координатора ещё нет, карточки некому разбирать: otklik invite --role coordinator"
NO_SOURCE = "Источники: читать нечего; впишите стены в VK__WALLS или ленты в FEEDS__URLS, или добавьте их в чате командой /sources"


async def missing(storage: Storage, *, is_reading: bool) -> Sequence[str]:
    """A Russian line for each thing. `is_reading`: something brings posts."""
    async with storage.transaction() as tx:
        coordinators = in_role(await tx.officials.all(), Role.COORDINATOR)
    return [*([] if is_reading else [NO_SOURCE]), *([] if coordinators else [NO_COORDINATOR])]
