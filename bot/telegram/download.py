"""Files that people sent to the bot, fetched from Telegram within a bound."""

import io

from aiogram import Bot

from incidents.tables.incoming_files import MAX_BYTES

TIMEOUT = 60  # real seconds to fetch
CHUNK = 65_536


class TooBig(Exception):
    """More came than was announced."""


async def fetch_file(bot: Bot, file_id: str) -> bytes:
    """The bytes of a file. Raises what aiogram and aiohttp raise, and TooBig."""
    file = await bot.get_file(file_id)
    url = bot.session.api.file_url(bot.token, file.file_path or "")
    content = io.BytesIO()
    async for chunk in bot.session.stream_content(url=url, timeout=TIMEOUT, chunk_size=CHUNK, raise_for_status=True):
        content.write(chunk)
        if content.tell() > MAX_BYTES:
            raise TooBig
    return content.getvalue()
