"""Settings of the networks where residents write: VK, Odnoklassniki, feeds."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from bot.config.settings_values import Address, FeedAddress, Section, Wall, check_callback_secret, parse_feeds, parse_walls

VK_API = "https://api.vk.com"
OK_API = "https://api.ok.ru"


class VkSettings(Section):
    """The network of residents: a service token reads, a group token answers."""

    service_token: SecretStr | None = None
    group_token: SecretStr | None = None
    user_token: SecretStr | None = None  # of the community's editor: answers on other communities' walls
    group_id: Annotated[int, Field(ge=1)] | None = None  # without the minus: who answers
    api_base: Address = VK_API
    walls: Annotated[tuple[Wall, ...], NoDecode, BeforeValidator(parse_walls)] = ()
    long_poll: bool = True  # events of the own community are asked for; not where VK brings them to us
    search: bool = True  # posts beyond the walls: VK's search by words of the district, mentions of the community
    callback_secret: Annotated[SecretStr, AfterValidator(check_callback_secret)] | None = None  # VK brings events, with this word in each
    callback_confirmation: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,64}$")] | None = None  # what VK wants to hear once


class OkSettings(Section):
    """Odnoklassniki: the three keys that the page of an application gives; with one missing nothing is read."""

    application_key: SecretStr | None = None  # public by name; it opens nothing alone, but nobody needs it in a log
    access_token: SecretStr | None = None
    session_secret: SecretStr | None = None
    api_base: Address = OK_API

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys that are not set, as they are written."""
        return tuple(f"OK__{name.upper()}" for name in ("application_key", "access_token", "session_secret") if not getattr(self, name))


class FeedsSettings(Section):
    """News and comment feeds: sites that anybody may read."""

    urls: Annotated[tuple[FeedAddress, ...], NoDecode, BeforeValidator(parse_feeds)] = ()


def callback_mistakes(vk: VkSettings) -> Iterator[str]:
    """What is missing where VK is to bring events to us."""
    if vk.callback_secret and None in (vk.callback_confirmation, vk.group_id, vk.service_token):
        yield "VK__CALLBACK_SECRET: нужны ещё VK__CALLBACK_CONFIRMATION, VK__GROUP_ID и VK__SERVICE_TOKEN"
