"""The transaction: every table's part on one connection. It is what `incidents.ports.Transaction` asks for, and more."""

from typing import TYPE_CHECKING

from bot.storage.agenda import Agendas
from bot.storage.answer_photos import AnswerPhotos
from bot.storage.answers import Answers
from bot.storage.approvals import Approvals
from bot.storage.audit import Audit
from bot.storage.chats import Chats
from bot.storage.claims import Claims
from bot.storage.coexecutors import CoExecutors
from bot.storage.copies import Copies
from bot.storage.corrections import Corrections
from bot.storage.counters import Counters
from bot.storage.delivery.couriers import Couriers
from bot.storage.delivery.given_up import GivenUp
from bot.storage.departments import Departments
from bot.storage.drafts import Drafts
from bot.storage.figures import Figures
from bot.storage.files import Files
from bot.storage.follow_up import FollowUps
from bot.storage.fsm import Dialogues
from bot.storage.inbox import Inbox
from bot.storage.incidents import Incidents
from bot.storage.intake.authors import Authors
from bot.storage.invitations import Invitations
from bot.storage.layers import Layers
from bot.storage.lessons import Lessons
from bot.storage.mass import Masses
from bot.storage.modes import Modes
from bot.storage.moves import Moves
from bot.storage.nights import Nights
from bot.storage.norm_words import NormWords
from bot.storage.notes import Notes
from bot.storage.orders import Orders
from bot.storage.outbox import Outbox
from bot.storage.people import People
from bot.storage.posts import Posts
from bot.storage.promises import Promises
from bot.storage.readings import Readings
from bot.storage.region import Region
from bot.storage.reminders import Reminders
from bot.storage.requests import Requests
from bot.storage.rules import Rules
from bot.storage.search import Search
from bot.storage.shifts import Shifts
from bot.storage.similar import Similar
from bot.storage.slots import Slots
from bot.storage.sounds import Sounds
from bot.storage.source_jobs import SourceJobs
from bot.storage.sources import Sources
from bot.storage.swaps import Swaps
from bot.storage.templates import Templates
from bot.storage.thread_lines import ThreadsLines
from bot.storage.trials import RuleTrials
from bot.storage.undo import Undos
from bot.storage.unread import Unread
from bot.storage.voices import Voices
from bot.storage.works import PlannedWorks

if TYPE_CHECKING:
    from incidents.ports import Transaction


class Tx(
    Drafts,
    Posts,
    Unread,
    Authors,
    Readings,
    Sources,
    SourceJobs,
    Incidents,
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
