"""Approvals."""

from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from handlers.approval.buttons import ApprovalButton, ApprovalDo
from incidents.answers.values import Answer
from incidents.approval.values import ApprovalMode
from incidents.incident import Act, Incident
from incidents.messenger import Message
from tests.kit.desk_town import DeskTown, konakovo
from tests.kit.phones import Phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import place

WORDS = "Здравствуйте! Сегодня откачаем воду, до 25 ноября прочистим трубу. Отвечает отдел дорожного хозяйства."


async def set_mode(town: DeskTown, mode: ApprovalMode, department: str = "") -> None:
    async with town.storage.transaction() as tx:
        await tx.approval_modes.set(department, mode, by=town.who("coordinator").id, at=town.clock.now())


async def asked(town: Phones, by: str = "ann", about: str = "") -> tuple[Incident, Answer]:
    """An answer that waits for the press service; `about` another problem."""
    incident = await town.town.open(about, topic=about, main=place("Редкино", about)) if about else await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, by)
    answer = await town.town.sent(incident.id, by, WORDS, message_id=80)
    await town.town.sweep_outbox()
    return incident, answer


async def decide(town: Phones, do: ApprovalDo, answer: Answer, by: str = "press", choice: str = "", message_id: int = 90) -> str | None:
    return await town.press(by, ApprovalButton(do=do, answer=answer.id, choice=choice), message_id=message_id)


async def read(town: Phones, code: str, chat: str | None = None) -> Message:
    """The newest message with this code, as it is sent; Telegram's own parser takes it."""
    rows = [r for r in await town.town.rows() if r.kind is OutboxKind.SAY and r.code == code and chat in {None, _name(town, r.chat_id)}]
    async with town.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).say(tx, rows[-1], now=town.town.clock.now())
    parse(message.html)
    return message


def _name(town: Phones, chat_id: int) -> str | None:
    return next((name for name, who in town.town.people.items() if who.user_id == chat_id), None)


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]
