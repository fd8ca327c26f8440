"""«Нужна помощь»: a colleague, the chief or the coordinator hears it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from incidents.acts.ask_for_help import HELP_WORDS, HelpKind
from incidents.approval.messages import LawyerAsked
from incidents.danger.messages import HelpAsked
from incidents.desk.effect import ActCall, Change, Choice, Effect
from incidents.errors import DomainError
from incidents.ids import OfficialId
from incidents.incident import Act
from incidents.official import Official
from incidents.recipients import chiefs, colleagues, coordinators

AGAIN = timedelta(minutes=10)
"""Nobody is called for the same more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForHelp(Choice):
    """Who is called."""

    of: ClassVar[Act] = Act.HELP
    nothing: ClassVar[str | None] = "Выберите, кого позвать"
    help: HelpKind
    colleague: OfficialId | None = None


async def _help(call: ActCall) -> Change:
    chosen, id = call.chosen(AskForHelp), call.before.id
    kind = await _who_is_there(call, chosen.help)
    await _not_again(call, kind)
    called = await _called(call, chosen)
    for official in called:
        is_lawyers = kind is HelpKind.LAWYER and official.lawyer
        asked = LawyerAsked(incident=id, by=call.by.id) if is_lawyers else HelpAsked(incident=id, by=call.by.id, kind=kind)
        await call.tx.outbox.say(official.user_id, asked, under=id)
    to = called[0].id if len(called) == 1 else None
    return Change(incident=call.after, because=HELP_WORDS[kind], data={"kind": kind, "to": to})


async def _who_is_there(call: ActCall, kind: HelpKind) -> HelpKind:
    """A department without a chief turns to the coordinator, and nobody is said to be called who is not there."""
    has_none = kind is HelpKind.CHIEF and not chiefs(call.before, await call.tx.officials.all())
    return HelpKind.COORDINATOR if has_none else kind


async def _called(call: ActCall, chosen: AskForHelp) -> list[Official]:
    """Who hears it. Where nobody is marked as a lawyer the coordinator finds one."""
    officials, kind = await call.tx.officials.all(), chosen.help
    if kind is HelpKind.COLLEAGUE:
        found = [o for o in colleagues(call.before, officials, but=call.by) if o.id == chosen.colleague]
        if not found:
            raise DomainError("Этого коллеги в отделе больше нет. Позовите другого, руководителя или координатора")
        return found
    first = chiefs(call.before, officials) if kind is HelpKind.CHIEF else []
    if kind is HelpKind.LAWYER:
        first = [o for o in officials if o.lawyer and o.active and o.reachable and not o.away]
    found = [o for o in first or coordinators(officials) if o.id != call.by.id]
    if not found:
        raise DomainError("Позвать некого: никто ещё не подключён. Позвоните по рабочему телефону")
    return found


async def _not_again(call: ActCall, kind: HelpKind) -> None:
    for event in reversed(await call.tx.log.of(call.before.id)):
        same = event.act is Act.HELP and event.by == call.by.id and event.data.get("kind") == kind
        if same and kind is not HelpKind.COLLEAGUE and call.now - event.at < AGAIN:
            raise DomainError(f"Уже позвали в {call.policy.clock(event.at)}. Не отвечают? Позвоните")


EFFECTS: dict[Act, Effect] = {Act.HELP: _help}
