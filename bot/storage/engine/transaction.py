"""The transaction: every table on one connection.

It is what `incidents.transaction.Transaction` asks for, and more.
"""

from bot.storage.acts.coexecutors import CoExecutors
from bot.storage.acts.events import Log
from bot.storage.acts.find import IncidentWords, Search
from bot.storage.acts.looks import Looks, ReadRequests
from bot.storage.acts.notes import Delays, Notes
from bot.storage.acts.outside_requests import Requests
from bot.storage.acts.undo import Undos
from bot.storage.acts.voice_parts import VoiceParts
from bot.storage.acts.voices import Voices
from bot.storage.answers.answer_photos import AnswerPhotos
from bot.storage.answers.answered_threads import AnsweredThreads
from bot.storage.answers.answers import Answers
from bot.storage.answers.reactions import Reactions
from bot.storage.answers.short_replies import ThreadsLines
from bot.storage.answers.similar_answers import SimilarAnswers
from bot.storage.answers.templates import Facts, Templates
from bot.storage.approval.approvals import ApprovalMessages, ApprovalModes, Approvals, ApprovalWords
from bot.storage.danger.boards import Boards
from bot.storage.deadlines.next_looks import NextLooks
from bot.storage.deadlines.nights import Nights
from bot.storage.deadlines.norm_words import NormWords
from bot.storage.deadlines.reminders import Reminders
from bot.storage.delivery.card_places import CardPlaces
from bot.storage.delivery.chats import Chats
from bot.storage.delivery.copies import Copies
from bot.storage.delivery.couriers import Couriers
from bot.storage.delivery.fsm import Dialogues
from bot.storage.delivery.given_up import WholeOutbox
from bot.storage.delivery.inbox import Inbox
from bot.storage.delivery.leases import Leases
from bot.storage.delivery.sendings import Sendings
from bot.storage.delivery.slots import Slots
from bot.storage.delivery.sounds import Sounds
from bot.storage.delivery.supergroups import Supergroups
from bot.storage.duty.shifts import Shifts
from bot.storage.duty.swaps import Swaps
from bot.storage.engine.card_rows import IncidentsOfCards
from bot.storage.engine.table import Lazy, Rows
from bot.storage.head.agenda import Agendas
from bot.storage.head.orders import Orders
from bot.storage.head.summary_figures import Figures
from bot.storage.health.counters import Counters
from bot.storage.health.health_figures import HealthFigures
from bot.storage.health.unreadable import Unreadable
from bot.storage.health.wrong_moments import WrongMoments
from bot.storage.intake.authors import PostsOfAuthors
from bot.storage.intake.by_hand import Drafts, PostsByHand
from bot.storage.intake.catch_up import CatchUps
from bot.storage.intake.door import Door
from bot.storage.intake.dropped_posts import DroppedPosts
from bot.storage.intake.filtered_posts import SourcesFilters
from bot.storage.intake.mass import Masses
from bot.storage.intake.post_fates import PostFates
from bot.storage.intake.readings import Readings
from bot.storage.intake.unknown_posts import UnknownPosts
from bot.storage.intake.unread import Unread
from bot.storage.people.audit import Audit
from bot.storage.people.departments import Departments
from bot.storage.people.invitations import Invitations
from bot.storage.people.officials import Officials
from bot.storage.privacy.chain_heads import ChainHeads
from bot.storage.privacy.erasures import Erasures
from bot.storage.privacy.person import PersonKnown
from bot.storage.privacy.personal_data import PersonalRows
from bot.storage.privacy.shown import Shown
from bot.storage.promises.promises import Promises
from bot.storage.region.region import Region
from bot.storage.restore.restorations import Restorations
from bot.storage.routing.layers import Layers
from bot.storage.routing.lessons import Lessons
from bot.storage.routing.modes import Modes
from bot.storage.routing.reading_corrections import Corrections
from bot.storage.routing.rule_trials import TriedRules
from bot.storage.sameness.lookalikes import Lookalikes
from bot.storage.sameness.similar_pairs import SimilarPairs
from bot.storage.sources.chats import SourceChats
from bot.storage.sources.pushed import PushedRows
from bot.storage.sources.source_jobs import SourceJobs
from bot.storage.sources.sources import Sources
from bot.storage.tables.incoming_files import Files
from bot.storage.works.works import PlannedWorks
from incidents.transaction import Transaction


class Tx(Rows, Transaction):
    """All that can be asked and changed before one commit. It lives as long as its `async with`."""

    incidents = Lazy(IncidentsOfCards)
    log = Lazy(Log)
    voices = Lazy(Voices)
    voice_parts = Lazy(VoiceParts)
    co_executors = Lazy(CoExecutors)
    undos = Lazy(Undos)
    notes = Lazy(Notes)
    delays = Lazy(Delays)
    requests = Lazy(Requests)
    search = Lazy(Search)
    incident_words = Lazy(IncidentWords)
    looks = Lazy(Looks)
    read_requests = Lazy(ReadRequests)

    posts = Lazy(PostsOfAuthors)
    door = Lazy(Door)
    readings = Lazy(Readings)
    unread = Lazy(Unread)
    unknown_posts = Lazy(UnknownPosts)
    posts_by_hand = Lazy(PostsByHand)
    drafts = Lazy(Drafts)
    lookalikes = Lazy(Lookalikes)
    similar_pairs = Lazy(SimilarPairs)
    masses = Lazy(Masses)
    catch_ups = Lazy(CatchUps)
    post_fates = Lazy(PostFates)

    answers = Lazy(Answers)
    answer_photos = Lazy(AnswerPhotos)
    answered_threads = Lazy(AnsweredThreads)
    templates = Lazy(Templates)
    facts = Lazy(Facts)
    similar_answers = Lazy(SimilarAnswers)
    short_replies = Lazy(ThreadsLines)
    reactions = Lazy(Reactions)

    approvals = Lazy(Approvals)
    approval_words = Lazy(ApprovalWords)
    approval_modes = Lazy(ApprovalModes)
    approval_messages = Lazy(ApprovalMessages)

    promises = Lazy(Promises)

    norm_words = Lazy(NormWords)
    reminders = Lazy(Reminders)
    next_looks = Lazy(NextLooks)
    nights = Lazy(Nights)
    dropped_posts = Lazy(DroppedPosts)

    officials = Lazy(Officials)
    departments = Lazy(Departments)
    invitations = Lazy(Invitations)

    shifts = Lazy(Shifts)
    swaps = Lazy(Swaps)

    agenda = Lazy(Agendas)
    orders = Lazy(Orders)
    figures = Lazy(Figures)

    rules = Lazy(TriedRules)
    modes = Lazy(Modes)
    corrections = Lazy(Corrections)
    lessons = Lazy(Lessons)
    layers = Lazy(Layers)

    region = Lazy(Region)

    works = Lazy(PlannedWorks)

    personal_data = Lazy(PersonalRows)
    erasures = Lazy(Erasures)
    person = Lazy(PersonKnown)
    shown = Lazy(Shown)
    chain_heads = Lazy(ChainHeads)

    sources = Lazy(Sources)
    source_jobs = Lazy(SourceJobs)
    source_chats = Lazy(SourceChats)
    pushed = Lazy(PushedRows)
    sources_health = Lazy(SourcesFilters)

    files = Lazy(Files)

    outbox = Lazy(WholeOutbox)
    copies = Lazy(Copies)
    card_places = Lazy(CardPlaces)
    boards = Lazy(Boards)
    sounds = Lazy(Sounds)
    chats = Lazy(Chats)
    supergroups = Lazy(Supergroups)
    couriers = Lazy(Couriers)
    leases = Lazy(Leases)
    sendings = Lazy(Sendings)
    inbox = Lazy(Inbox)
    dialogues = Lazy(Dialogues)
    slots = Lazy(Slots)
    audit = Lazy(Audit)
    counters = Lazy(Counters)
    restorations = Lazy(Restorations)
    health = Lazy(HealthFigures)
    unreadable = Lazy(Unreadable)
    wrong_moments = Lazy(WrongMoments)
