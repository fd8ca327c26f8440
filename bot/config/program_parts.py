"""Parts that can be started alone, and what each needs."""

from enum import StrEnum

from bot.config.settings import TelegramSettings
from incidents.errors import ExplainedError


class ProgramPart(StrEnum):
    """What a process may do; all of them in one process by default."""

    COLLECT = "collect"  # sweep the sources
    READ = "read"  # reader and desk for posts
    DESK = "desk"  # inbox worker and ticks
    DELIVER = "deliver"  # courier and publishing
    POLL = "poll"  # Telegram's updates into the inbox


class NotReady(ExplainedError):
    """The bot cannot start; `user_text` is one Russian line."""


def token_of(telegram: TelegramSettings) -> str:
    """The bot's token. Raises NotReady where the messenger is not set up."""
    if telegram.token is None:
        raise NotReady("Нет токена бота: получите его у @BotFather и впишите в TELEGRAM__TOKEN")
    if telegram.webhook_url and telegram.webhook_secret is None:
        raise NotReady("Без TELEGRAM__WEBHOOK_SECRET webhook не запускается: обновления смог бы прислать кто угодно")
    return telegram.token.get_secret_value()
