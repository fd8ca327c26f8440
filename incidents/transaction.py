"""The transaction, as the desk sees it: tables by name.

One transaction, one use case: it commits whole or not at all.
"""

from incidents.acts.store import CoExecutors, Delays, Looks, Notes, ReadRequests, Requests, Search, Undos
from incidents.answers.store import AnswerPhotos, Answers, Facts, Reactions, SimilarAnswers, Templates, ThreadsLines
from incidents.approval.store import ApprovalMessages, ApprovalModes, Approvals, ApprovalWords
from incidents.deadlines.store import DroppedPosts, NextLooks, Nights, NormWords, Reminders
from incidents.delivery import Audit, CardPlaces, Chats, Copies, Outbox, Slots
from incidents.duty.store import Shifts, Swaps
from incidents.head.store import Agendas, Orders
from incidents.ids import DistrictId
from incidents.incident_store import Incidents, Log, VoiceParts, Voices
from incidents.intake.store import CatchUps, Drafts, Lookalikes, Masses, Posts, PostsByHand, Readings, SimilarPairs
from incidents.people.store import Departments, Invitations, Officials
from incidents.privacy.store import Erasures, PersonalData
from incidents.promises.store import Promises
from incidents.region.store import Region
from incidents.routing.store import Corrections, Modes, Rules, RuleTrials
from incidents.sources.store import FilteredPosts, PushedRows, SourceChats, SourceJobs, Sources, SourcesHealth
from incidents.tables.store import Files
from incidents.works.store import PlannedWorks


class Transaction:
    """Reads see this district only. Rows that will be changed are locked when read (`FOR UPDATE` on PostgreSQL)."""

    district_id: DistrictId
    """DataOf rows these are."""

    incidents: Incidents
    log: Log
    voices: Voices
    voice_parts: VoiceParts
    co_executors: CoExecutors
    undos: Undos
    notes: Notes
    delays: Delays
    requests: Requests
    search: Search
    looks: Looks
    read_requests: ReadRequests

    posts: Posts
    readings: Readings
    posts_by_hand: PostsByHand
    drafts: Drafts
    lookalikes: Lookalikes
    similar_pairs: SimilarPairs
    masses: Masses
    catch_ups: CatchUps

    answers: Answers
    answer_photos: AnswerPhotos
    templates: Templates
    facts: Facts
    similar_answers: SimilarAnswers
    short_replies: ThreadsLines
    reactions: Reactions

    approvals: Approvals
    approval_words: ApprovalWords
    approval_modes: ApprovalModes
    approval_messages: ApprovalMessages

    promises: Promises

    norm_words: NormWords
    reminders: Reminders
    next_looks: NextLooks
    nights: Nights
    dropped_posts: DroppedPosts

    officials: Officials
    departments: Departments
    invitations: Invitations

    shifts: Shifts
    swaps: Swaps

    agenda: Agendas
    orders: Orders

    rules: Rules
    rule_trials: RuleTrials
    modes: Modes
    corrections: Corrections

    region: Region

    works: PlannedWorks

    personal_data: PersonalData
    erasures: Erasures

    sources: Sources
    source_jobs: SourceJobs
    source_chats: SourceChats
    pushed: PushedRows
    sources_health: SourcesHealth
    filtered_posts: FilteredPosts

    files: Files

    outbox: Outbox
    chats: Chats
    copies: Copies
    card_places: CardPlaces
    slots: Slots
    audit: Audit
