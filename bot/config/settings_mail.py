"""Settings of e-mail: who hears of an outage of the messenger."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from bot.config.settings_values import Section

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _mailbox(value: str) -> str:
    """Take an address of one mailbox, in letters that every mail server takes."""
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", value):
        raise ValueError("нужен адрес почты латинскими буквами, например it@konakovo.example")
    return value


def _mailboxes(value: object) -> object:
    """Read the list of MAIL__TO; what is no text passes."""
    return tuple(_mailbox(item.strip()) for item in value.split(",") if item.strip()) if isinstance(value, str) else value


class MailSettings(Section):
    """Letters while the messenger is away; with nobody to write to there are none."""

    to: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_mailboxes)] = ()
    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]+$")] | None = None
    port: Annotated[int, Field(ge=1, le=65_535)] = 465
    user: str | None = None  # None: a server that asks for no login
    password: SecretStr | None = None
    sender: Annotated[str, AfterValidator(_mailbox)] | None = None  # None: the login, where it is an address
    tls: bool = True  # from the first byte on port 465, by STARTTLS on any other

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys without which no letter goes out, as they are written."""
        has_sender = self.sender or not self.user or "@" in self.user
        there = {"TO": self.to, "HOST": self.host, "PASSWORD": self.password or not self.user, "SENDER": has_sender}
        return tuple(f"MAIL__{name}" for name, value in there.items() if not value)

    @property
    def is_wanted(self) -> bool:
        """Whether any of it is set."""
        return bool(self.to or self.host or self.user or self.password)


def mail_mistakes(mail: MailSettings) -> Iterator[str]:
    """A password that everybody on the way could read."""
    if mail.password and not mail.tls and mail.host not in LOOPBACK:
        yield "MAIL__TLS: без шифрования пароль прочтёт любой по дороге; уберите эту строку или пароль"
