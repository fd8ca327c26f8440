"""Mistakes in settings, one Russian line each."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pydantic_core import ErrorDetails

if TYPE_CHECKING:  # the settings ask for their mistakes
    from bot.config.settings import TelegramSettings, VkSettings

_WORDS = {
    "int_parsing": "нужно целое число",
    "int_from_float": "нужно целое число",
    "greater_than_equal": "число меньше допустимого, наименьшее {ge}",
    "less_than_equal": "число больше допустимого, наибольшее {le}",
    "literal_error": "бывает только {expected}",
    "time_parsing": "нужно время суток, например 07:30",
    "model_type": "раздел не задаётся целиком, задайте его ключи: {key}__…",
}


def line_of(details: ErrorDetails, unknown: Callable[[str], str]) -> str:
    """The mistake, with its key. `unknown`: the words for a key that is not there."""
    key = "__".join(str(part) for part in details["loc"][:2]).upper()
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown(key)
    if kind == "value_error":
        return f"{key}: {context['error']}"
    words = _WORDS.get(kind, "значение не подходит, пример есть в .env.example").format(key=key, **context)
    return f"{key}: {words}".replace(" or ", " или ").replace("'", "")


def webhook_mistakes(telegram: "TelegramSettings", *, public: str) -> Iterator[str]:
    """What is wrong with a webhook as a whole. `public`: the address of Telegram itself."""
    if telegram.webhook_url and telegram.webhook_secret is None:
        yield "TELEGRAM__WEBHOOK_SECRET: без секрета webhook не запускается, иначе обновления смог бы прислать кто угодно"
    if telegram.webhook_url and telegram.api_base == public and not telegram.webhook_url.startswith("https://"):
        yield "TELEGRAM__WEBHOOK_URL: Telegram доставляет обновления только на https://"


def callback_mistakes(vk: "VkSettings") -> Iterator[str]:
    """What the Callback API of VK lacks."""
    if vk.callback_secret and None in (vk.callback_confirmation, vk.group_id, vk.service_token):
        yield "VK__CALLBACK_SECRET: нужны ещё VK__CALLBACK_CONFIRMATION, VK__GROUP_ID и VK__SERVICE_TOKEN"
