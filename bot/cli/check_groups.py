"""What `otklik check` says of Odnoklassniki, a line each."""

from collections.abc import Sequence

from bot.config.settings_networks import OkSettings
from bot.reading.ok_access import client_of
from collectors.ok.check import check_ok
from collectors.vk.check import Line
from incidents.posts import Source

NOBODY = (
    "Одноклассники: ключей нет, группы не читаются; возьмите их на странице приложения и впишите OK__APPLICATION_KEY, "
    "OK__ACCESS_TOKEN, OK__SESSION_SECRET"
)


async def check_groups(settings: OkSettings, groups: Sequence[Source]) -> Sequence[Line]:
    """The keys, then each group that was added in the chat and is read. Raises nothing."""
    client = client_of(settings)
    if client is None:
        some = settings.missing != OkSettings().missing
        return [(False, f"Одноклассники: не хватает {', '.join(settings.missing)}") if some or groups else (None, NOBODY)]
    try:
        return await check_ok(client, {each.external_id: each.title for each in groups if each.paused_at is None})
    finally:
        await client.close()
