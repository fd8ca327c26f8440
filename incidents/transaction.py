"""The Transaction port: all that the desk asks of the storage.

One transaction, one use case: it commits whole or not at all.
"""

from typing import Protocol

from incidents.acts.store import CoExecutors, Records, Undos
from incidents.answers.store import AnswerPhotos, Answers, FollowUps, Templates, ThreadsLines
from incidents.approval.store import Approvals
from incidents.deadlines.store import Nights, NormWords, Reminding
from incidents.delivery import Say, Telling
from incidents.duty.store import Duty
from incidents.head.store import Agendas, Orders
from incidents.ids import DistrictId
from incidents.incident_store import Incidents
from incidents.intake.store import Drafts, Lookalikes, Masses, Posts
from incidents.people.store import People
from incidents.promises.store import Promises
from incidents.region.store import Region
from incidents.routing.store import Learning, Modes, RuleTrials
from incidents.sources.store import Sources
from incidents.tables.store import Files
from incidents.works.store import PlannedWorks

__all__ = ["Say", "Transaction"]


class Transaction(
    Posts,
    Sources,
    RuleTrials,
    Incidents,
    Lookalikes,
    People,
    Answers,
    AnswerPhotos,
    Approvals,
    ThreadsLines,
    Promises,
    FollowUps,
    Learning,
    Telling,
    Undos,
    CoExecutors,
    Drafts,
    Files,
    Masses,
    Region,
    Reminding,
    Nights,
    NormWords,
    Modes,
    Records,
    Orders,
    PlannedWorks,
    Templates,
    Duty,
    Agendas,
    Protocol,
):
    """Reads see this district only. Rows that will be changed are locked when read (`FOR UPDATE` on PostgreSQL)."""

    @property
    def district_id(self) -> DistrictId:
        """Whose rows these are."""
        ...
