"""Housekeeping: the calendar of days off, old rows."""

from collections.abc import Mapping
from datetime import timedelta

from bot.alert_coordinators import alert_coordinators
from bot.ticks.context import Around, Tick
from incidents.acts.looks import KEEP as KEEP_LOOKS
from incidents.answers.answer_photos import KEEP as KEEP_PHOTOS
from incidents.messages import Refusal
from incidents.tables.incoming_files import KEEP as KEEP_FILES

KEEP_ROWS = timedelta(days=7)
KEEP_SOUNDS = timedelta(days=60)  # an incident with an interim answer rings for weeks


async def calendar(around: Around) -> None:
    """Tell the coordinators once a month that the coming transfers of days off are not known."""
    now = around.clock.now()
    warning = around.decrees.warning(now)
    if warning is None:
        return
    async with around.storage.transaction() as tx:
        if await tx.slots.take("calendar", around.today().replace(day=1), at=now):
            await alert_coordinators(tx, Refusal(text=warning))


async def purge(around: Around) -> None:
    """Forget handled rows, sent tables and bytes of photos after a week, who looked at cards of others after a year."""
    async with around.storage.transaction() as tx:
        before = around.clock.now() - KEEP_ROWS
        await tx.inbox.purge(before)
        await tx.pushed.purge(before)
        await tx.outbox.purge(before)
        await tx.files.purge(around.clock.now() - KEEP_FILES)
        await tx.answer_photos.purge(around.clock.now() - KEEP_PHOTOS)
        await tx.sounds.purge(around.clock.now() - KEEP_SOUNDS)
        await tx.looks.purge(around.clock.now() - KEEP_LOOKS)
        await tx.read_requests.purge(around.clock.now() - KEEP_LOOKS)


async def figures(around: Around) -> None:
    """Let the database count again what has grown: without figures it reads all voices of the district for one card."""
    await around.storage.count_again()


TICKS: Mapping[str, tuple[Tick, float]] = {"calendar": (calendar, 3600.0), "purge": (purge, 3600.0), "figures": (figures, 3600.0)}
