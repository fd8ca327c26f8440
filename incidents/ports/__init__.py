"""The Transaction port: all that the desk asks of the storage. One transaction, one use case: it commits whole or not at all."""

from typing import Protocol

from incidents.ids import DistrictId
from incidents.ports.agenda import Agendas
from incidents.ports.answer_photos import AnswerPhotos
from incidents.ports.answers import Answers
from incidents.ports.approvals import Approvals
from incidents.ports.coexecutors import CoExecutors
from incidents.ports.drafts import Drafts
from incidents.ports.duty import Duty
from incidents.ports.files import Files
from incidents.ports.follow_up import FollowUps
from incidents.ports.incidents import Incidents
from incidents.ports.learning import Learning
from incidents.ports.mass import Masses
from incidents.ports.modes import Modes
from incidents.ports.nights import Nights
from incidents.ports.norms import NormWords
from incidents.ports.orders import Orders
from incidents.ports.people import People
from incidents.ports.posts import Posts
from incidents.ports.promises import Promises
from incidents.ports.records import Records
from incidents.ports.region import Region
from incidents.ports.reminding import Reminding
from incidents.ports.rules import RuleTrials
from incidents.ports.sources import Sources
from incidents.ports.telling import Say, Telling
from incidents.ports.templates import Templates
from incidents.ports.thread_lines import ThreadsLines
from incidents.ports.undo import Undos
from incidents.ports.works import PlannedWorks

__all__ = ["Say", "Transaction"]


class Transaction(
    Posts,
    Sources,
    RuleTrials,
    Incidents,
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
