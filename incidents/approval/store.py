"""Approval of answers, and what an approver looks at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.answers.store import Answers
from incidents.approval.answer_checks import Told
from incidents.approval.values import Approval, ApprovalMode, Word
from incidents.ids import AnswerId, ChatId, IncidentId, OfficialId, PostId
from incidents.official_store import Officials


class Approvals(Protocol):
    """Rounds of approval, and what an approver looks at."""

    async def add(self, draft: Approval) -> Approval:
        """Insert a round (id ignored)."""

    async def save(self, approval: Approval) -> None:
        """Update. Raises NotFound."""

    async def of(self, id: AnswerId) -> Approval | None:
        """The latest round of an answer, locked until the end."""

    async def latest(self, id: IncidentId) -> Approval | None:
        """The latest round of any answer of an incident."""

    async def typed_in(self, by: OfficialId, message_id: int) -> Approval | None:
        """The round that an official corrected in this message of theirs, decided or not, locked until the end."""

    async def spans(self, id: IncidentId) -> Sequence[tuple[datetime, datetime | None]]:
        """When the incident lay with an approver: from and until (None: it still does), oldest first."""

    async def waiting(self) -> Sequence[Approval]:
        """Rounds in which an approver's turn is not over, oldest first."""

    async def told_author(self, id: PostId) -> Sequence[Told]:
        """Answers that the author of this post was given before, under any post."""

    async def spans_of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[tuple[datetime, datetime | None]]]:
        """When each lay at the approver, oldest first."""


class ApprovalWords(Protocol):
    """What approvers and authors say about answers."""

    async def add(self, answer: AnswerId, *, by: OfficialId, words: str, at: datetime) -> int:
        """Keep what an approver or an author says about an answer; gives back its id."""

    async def get(self, id: int) -> Word:
        """Raises NotFound."""


class ApprovalModes(Protocol):
    """Whose answers are approved, as changed in the chat."""

    async def all(self) -> Mapping[str, ApprovalMode]:
        """What was changed in the chat: department → mode, «» for the district."""

    async def set(self, department: str, mode: ApprovalMode, *, by: OfficialId, at: datetime) -> None:
        """Change one; it is kept over the profile's."""


class ApprovalMessages(Protocol):
    """Messages in which approvers see answers."""

    async def put(self, id: AnswerId, chat_id: ChatId, message_id: int) -> None:
        """The answer stands before an approver in this message now."""

    async def of(self, id: AnswerId) -> Mapping[ChatId, int]:
        """Where approvers see the answer: chat → message."""


class ApprovalStores:
    """By what it is decided who approves an answer."""

    officials: Officials
    answers: Answers
    approval_modes: ApprovalModes
