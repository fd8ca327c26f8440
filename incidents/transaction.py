"""The transaction, as the desk sees it: tables by name.

One transaction, one use case: it commits whole or not at all.
"""

from incidents.acts.store import CoExecutors, Looks, Notes, ReaderStores, Requests, Search, Undos
from incidents.advice.check_draft import AdviceStores
from incidents.answers.store import (
    AnswerStores,
    PreviousAnswerStores,
    Templates,
)
from incidents.approval.store import ApprovalMessages, ApprovalStores, ApprovalWords
from incidents.danger.store import DangerBoards
from incidents.deadlines.store import NextLooks, Nights, NormWords, Reminders
from incidents.delivery import CardPlaces, Copies, HealthFigures, Outbox, Slots
from incidents.duty.store import Shifts, Swaps
from incidents.head.store import AgendaStores, Orders, SummaryStores
from incidents.ids import DistrictId
from incidents.intake.store import CatchUps, Drafts, Masses, PostsByHand
from incidents.people.store import Invitations
from incidents.privacy.store import Erasures, PersonalData
from incidents.routing.store import Corrections, Modes, RouteStores, RuleStores
from incidents.sameness.store import Lookalikes, SimilarPairs
from incidents.sources.store import PushedRows, SourceChats, SourceJobs, SourcesHealth
from incidents.tables.store import Files
from incidents.works.store import PlannedWorks


class Transaction(
    AdviceStores, AgendaStores, AnswerStores, ApprovalStores, PreviousAnswerStores,
    ReaderStores, RouteStores, RuleStores, SummaryStores,
):  # fmt: skip
    """What narrow questions are asked of, and what the desk alone asks.

    Reads see this district only. Rows that will be changed are locked when read (`FOR UPDATE` on PostgreSQL).
    """

    district_id: DistrictId
    """Whose rows these are."""

    co_executors: CoExecutors
    undos: Undos
    notes: Notes
    requests: Requests
    search: Search
    looks: Looks

    posts_by_hand: PostsByHand
    drafts: Drafts
    lookalikes: Lookalikes
    similar_pairs: SimilarPairs
    masses: Masses
    catch_ups: CatchUps

    templates: Templates

    approval_words: ApprovalWords
    approval_messages: ApprovalMessages

    norm_words: NormWords
    reminders: Reminders
    next_looks: NextLooks
    nights: Nights

    invitations: Invitations

    shifts: Shifts
    swaps: Swaps

    orders: Orders

    modes: Modes
    corrections: Corrections

    works: PlannedWorks

    personal_data: PersonalData
    erasures: Erasures

    source_jobs: SourceJobs
    sources_health: SourcesHealth
    source_chats: SourceChats
    pushed: PushedRows

    files: Files

    outbox: Outbox
    copies: Copies
    card_places: CardPlaces
    boards: DangerBoards
    slots: Slots
    health: HealthFigures
