"""Who gets a copy of an incident's card: a pure function of the incident and the people."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.ids import ChatId, OfficialId
from incidents.incident import Incident
from incidents.people import Department, Official


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A chat that a card goes to. `official_id` is None for a department's group; `sound` rings for the first copy only."""

    chat_id: ChatId
    official_id: OfficialId | None = None
    topic_id: int | None = None
    sound: bool = True


def audience(incident: Incident, *, officials: Sequence[Official], departments: Sequence[Department]) -> tuple[Recipient, ...]:
    """Chats for this incident as it stands (VOICE.md 2): never nobody while anyone is enrolled."""
    raise NotImplementedError
