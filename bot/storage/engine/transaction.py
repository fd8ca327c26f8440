"""The transaction: every table's module on one connection.

It is what `incidents.transaction.Transaction` asks for, and more.
"""

from typing import TYPE_CHECKING

from bot.storage.acts.coexecutors import CoExecutors
from bot.storage.acts.find import Search
from bot.storage.acts.incidents import Incidents
from bot.storage.acts.notes import Notes
from bot.storage.acts.outside_requests import Requests
from bot.storage.acts.undo import Undos
from bot.storage.acts.voices import Voices
from bot.storage.answers.answer_photos import AnswerPhotos
from bot.storage.answers.answers import Answers
from bot.storage.answers.reactions import FollowUps
from bot.storage.answers.short_replies import ThreadsLines
from bot.storage.answers.similar_answers import Similar
from bot.storage.answers.templates import Templates
from bot.storage.approval.approvals import Approvals
from bot.storage.deadlines.nights import Nights
from bot.storage.deadlines.norm_words import NormWords
from bot.storage.deadlines.reminders import Reminders
from bot.storage.delivery.chats import Chats
from bot.storage.delivery.claims import Claims
from bot.storage.delivery.copies import Copies
from bot.storage.delivery.couriers import Couriers
from bot.storage.delivery.fsm import Dialogues
from bot.storage.delivery.given_up import GivenUp
from bot.storage.delivery.inbox import Inbox
from bot.storage.delivery.outbox import Outbox
from bot.storage.delivery.slots import Slots
from bot.storage.delivery.sounds import Sounds
from bot.storage.delivery.supergroups import Moves
from bot.storage.duty.shifts import Shifts
from bot.storage.duty.swaps import Swaps
from bot.storage.engine.counters import Counters
from bot.storage.head.agenda import Agendas
from bot.storage.head.orders import Orders
from bot.storage.head.summary_figures import Figures
from bot.storage.intake.authors import Authors
from bot.storage.intake.by_hand import Drafts
from bot.storage.intake.lookalikes import Lookalikes
from bot.storage.intake.mass import Masses
from bot.storage.intake.posts import Posts
from bot.storage.intake.readings import Readings
from bot.storage.intake.unread import Unread
from bot.storage.people.audit import Audit
from bot.storage.people.departments import Departments
from bot.storage.people.invitations import Invitations
from bot.storage.people.officials import People
from bot.storage.promises.promises import Promises
from bot.storage.region.region import Region
from bot.storage.routing.layers import Layers
from bot.storage.routing.lessons import Lessons
from bot.storage.routing.modes import Modes
from bot.storage.routing.reading_corrections import Corrections
from bot.storage.routing.rule_trials import RuleTrials
from bot.storage.routing.rules import Rules
from bot.storage.sources.source_jobs import SourceJobs
from bot.storage.sources.sources import Sources
from bot.storage.tables.incoming_files import Files
from bot.storage.works.works import PlannedWorks

if TYPE_CHECKING:
    from incidents.transaction import Transaction


class Tx(
    Drafts,
    Posts,
    Unread,
    Authors,
    Readings,
    Sources,
    SourceJobs,
    Incidents,
    Lookalikes,
    Voices,
    Templates,
    Similar,
    Search,
    People,
    Shifts,
    Swaps,
    Departments,
    Rules,
    RuleTrials,
    Invitations,
    Answers,
    AnswerPhotos,
    Approvals,
    ThreadsLines,
    Promises,
    FollowUps,
    Inbox,
    Outbox,
    Claims,
    Couriers,
    GivenUp,
    CoExecutors,
    Copies,
    Chats,
    Moves,
    Slots,
    Dialogues,
    Audit,
    Corrections,
    Files,
    Masses,
    Region,
    PlannedWorks,
    Reminders,
    Sounds,
    Nights,
    NormWords,
    Modes,
    Layers,
    Lessons,
    Counters,
    Undos,
    Notes,
    Requests,
    Orders,
    Agendas,
    Figures,
):
    """All that can be asked and changed before one commit. It lives as long as its `async with`."""


if TYPE_CHECKING:

    def _is_the_port(tx: Tx) -> Transaction:
        return tx
