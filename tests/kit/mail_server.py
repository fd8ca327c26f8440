"""A mail server on loopback that takes letters, refuses, or hangs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from bot.config.settings_mail import MailSettings

PASSWORD = "very-secret-word"


@dataclass
class MailServer:
    """Speaks enough of SMTP for one letter; `answers` replaces an answer to a verb, `hangs_at` never answers it."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hangs_at: str | None = None

    def settings(self, **more: object) -> MailSettings:
        """Settings that lead here."""
        whole = {"to": "it@konakovo.example, edds@konakovo.example", "user": "bot@konakovo.example", "password": PASSWORD}
        return MailSettings.model_validate({**whole, "host": "127.0.0.1", "port": self.port, "tls": False, **more})

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            await self._say(writer, "CONNECT", "220 mail.example")
            while line := (await reader.readline()).decode().strip():
                verb = line.split(" ", maxsplit=1)[0].upper()
                self.heard.append(verb)
                if verb == "DATA":
                    await self._say(writer, "DATA", "354 go on")
                    letter = await reader.readuntil(b"\r\n.\r\n")
                    self.letters.append(message_from_bytes(letter.removesuffix(b".\r\n"), policy=policy.default))
                    await self._say(writer, "LETTER", "250 taken")
                elif verb == "EHLO":
                    await self._say(writer, verb, "250-mail.example\r\n250 AUTH PLAIN")
                else:
                    await self._say(writer, verb, "235 come in" if verb == "AUTH" else "250 well")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side has gone
        finally:
            writer.close()

    async def _say(self, writer: asyncio.StreamWriter, verb: str, usual: str) -> None:
        if verb == self.hangs_at:
            await asyncio.Event().wait()
        writer.write(f"{self.answers.get(verb, usual)}\r\n".encode())
        await writer.drain()


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """Listens for the block."""
    made = MailServer()
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        with suppress(asyncio.CancelledError):  # the block is over while it hangs
            await made.serve(reader, writer)

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
