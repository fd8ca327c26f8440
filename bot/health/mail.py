"""E-mail: a letter to a mail server, or the reason why not."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from bot.config.settings_mail import MailSettings

if TYPE_CHECKING:
    from aiosmtplib import SMTP

PATIENCE = 30.0  # real seconds for the whole talk: a server that drips its answers is one that hangs
GOODBYE = 2.0  # real seconds

_AWAY = "до {where} не достать, проверьте MAIL__HOST и MAIL__PORT"
_SILENT = "{where} не отвечает, проверьте MAIL__HOST и MAIL__PORT"
_NO_MAILBOX = "сервер не принял адрес из MAIL__TO"
WHY = {
    "SMTPAuthenticationError": "сервер не принял имя или пароль (MAIL__USER, MAIL__PASSWORD); часто нужен отдельный пароль для программ",
    "SMTPSenderRefused": "сервер не принял отправителя {sender}, впишите другого в MAIL__SENDER",
    "SMTPRecipientsRefused": _NO_MAILBOX,
    "SMTPRecipientRefused": _NO_MAILBOX,
    "SMTPResponseException": "сервер отказал, код {code}",
    "SMTPTimeoutError": _SILENT,
    "TimeoutError": _SILENT,
    "SSLError": "с {where} не вышло шифрования: проверьте MAIL__PORT (465 шифрует сразу, 587 после STARTTLS) и сертификат",
    "SMTPConnectError": _AWAY,
    "SMTPServerDisconnected": _AWAY,
    "OSError": _AWAY,
    "SMTPException": "{where} не умеет шифровать или входить по паролю, проверьте MAIL__PORT",
}
"""A kind of failure → a Russian line; of a kind's parents the nearest counts."""


class NotMailed(Exception):
    """No letter went out; the text is one Russian line without a secret."""


class Mailer:
    """Writes to the addresses of the settings, which must be whole (`missing`)."""

    def __init__(self, mail: MailSettings) -> None:
        assert mail.host is not None
        self._mail, self._host = mail, mail.host
        self._sender = mail.sender or mail.user or mail.to[0]

    async def send(self, subject: str, text: str, *, name: str, at: datetime) -> None:
        """Send a letter. Raises NotMailed.

        `name`: the same for the same letter, so a mailbox that got it twice shows it once.
        """
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = subject, self._sender, ", ".join(self._mail.to)
        letter["Date"], letter["Message-ID"] = format_datetime(at), f"<{name}@{self._sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)

        async def hand_over(server: "SMTP") -> None:
            await server.send_message(letter)

        await self._talk(hand_over)

    async def try_out(self) -> None:
        """Go as far as the addresses, so nothing is sent. Raises NotMailed."""

        async def name_addresses(server: "SMTP") -> None:
            await server.mail(self._sender)
            for address in self._mail.to:
                await server.rcpt(address)
            await server.rset()

        await self._talk(name_addresses)

    async def _talk(self, work: Callable[["SMTP"], Awaitable[None]]) -> None:
        from aiosmtplib import SMTP, SMTPException  # noqa: PLC0415 - only those with mail pay for it

        mail = self._mail
        is_tls_first = mail.tls and mail.port == 465  # noqa: PLR2004 - the port of SMTP over TLS, RFC 8314
        password = mail.password.get_secret_value() if mail.password else None
        server = SMTP(
            hostname=self._host,
            port=mail.port,
            username=mail.user if password else None,
            password=password,
            use_tls=is_tls_first,
            start_tls=mail.tls and not is_tls_first,
            timeout=PATIENCE,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                await server.connect()
                await work(server)
            with suppress(SMTPException, OSError, TimeoutError):  # the letter is taken: a goodbye that hangs takes nothing back
                async with asyncio.timeout(GOODBYE):
                    await server.quit()
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            raise NotMailed(self._reason(error)) from None
        finally:
            server.close()

    def _reason(self, error: Exception) -> str:
        is_tls = any(isinstance(each, ssl.SSLError) for each in (error, error.__cause__, error.__context__))
        kinds = ["SSLError"] if is_tls else [kind.__name__ for kind in type(error).__mro__]
        words = next(WHY[kind] for kind in [*kinds, "SMTPException"] if kind in WHY)
        return words.format(where=f"{self._host}:{self._mail.port}", sender=self._sender, code=getattr(error, "code", ""))
