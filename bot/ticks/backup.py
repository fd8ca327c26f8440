"""Once a night a copy of the database."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.storage.engine.errors import StorageError
from bot.ticks.context import Around, Tick
from collectors.daemon import in_daemon

LOG = logging.getLogger(__name__)


async def backup(around: Around) -> None:
    """Make the copy at its time or as soon after it as we live; what failed is tried again and told by the health."""
    nightly = around.nightly_copy
    if nightly is None:
        return
    due = replace(around, timezone=nightly.timezone or around.timezone).last(nightly.at)
    now = around.clock.now().astimezone(due.tzinfo)
    try:
        made = await in_daemon(partial(nightly.make_if_due, due=due, now=now))
    except StorageError as error:
        LOG.error("копия базы не получилась: %s", error.user_text)  # noqa: TRY400 - the sentence is the whole reason
        return
    if made is not None:
        LOG.info("копия базы готова: %s, прежних убрано %d", made.path.name, made.dropped)


TICKS: Mapping[str, tuple[Tick, float]] = {"backup": (backup, 600.0)}
