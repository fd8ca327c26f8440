"""Rights that a role gives whatever the card.

Settings, lists, other people's work. Rights over a card are in rights.py.
"""

from collections.abc import Mapping
from enum import StrEnum, auto

from incidents.errors import Forbidden
from incidents.official import IN_DEPARTMENT, Official, Role


class Right(StrEnum):
    """What may be done beside the acts on a card."""

    KEEP_RULES = auto()
    KEEP_TEMPLATES = auto()
    KEEP_NORMS = auto()
    KEEP_SOURCES = auto()
    AGREE_CHATS = auto()  # that a chat of residents is read: the second «Да»
    KEEP_MODES = auto()
    KEEP_ADVICE = auto()
    KEEP_APPROVAL = auto()  # whose answers are approved
    KEEP_REGION = auto()
    KEEP_PEOPLE = auto()
    KEEP_GROUPS = auto()
    KEEP_CONTACTS = auto()
    KEEP_ROSTER = auto()
    KEEP_TABLES = auto()
    KEEP_AGENDA = auto()
    SEND_TABLES = auto()
    PLAN_WORKS = auto()
    END_WORKS = auto()  # that a colleague entered; so in all rights below that speak of a colleague's
    EXTEND_WORKS = auto()
    BRING = auto()  # a message by hand
    BRING_LISTS = auto()  # of receptions and calls, many at once
    DECIDE_DRAFTS = auto()
    SORT = auto()  # what the program doubts: whose it is, one question or several, danger or none
    CHECK_RUMOURS = auto()
    SEE_QUEUE = auto()
    SEE_SUMMARY = auto()
    SEE_ROSTER = auto()
    SEE_NIGHT = auto()
    SEE_AUTHOR = auto()  # all that one author wrote
    HOLD_NIGHT = auto()
    SEE_MISSED = auto()  # all that became no card
    SEARCH_MISSED = auto()  # what of it has a word
    SEE_MISSED_CHATS = auto()  # and what residents say among themselves, where it is doubtful
    JUDGE_DROPPED = auto()
    APPROVE = auto()
    SEE_APPROVAL = auto()
    HURRY = auto()  # the approver
    CORRECT = auto()  # what is published on any card
    WRITE_FOR_OTHERS = auto()
    UNDO = auto()  # what they did themselves; nobody takes back what another did
    UNDO_OF_MACHINE = auto()  # what the program did by itself
    LEAVE_FOR_OTHERS = auto()
    REMIND = auto()
    REPORT = auto()  # on an order about another's card
    TAKE_REPORTS = auto()  # on an order that somebody else gave
    LET_READ = auto()  # a card of another department
    SEE_LOOKS = auto()  # who looked at a card that is not theirs
    ERASE = auto()  # personal data, for good
    SEE_JOURNAL = auto()  # who came and left, what was taken out, who was refused


_COORDINATOR = frozenset({Role.COORDINATOR})
_CHECKERS = _COORDINATOR | {Role.APPROVER}
_WORKERS = _COORDINATOR | IN_DEPARTMENT

Holders = Mapping[Right, frozenset[Role]]

HOLDERS: Holders = {
    **dict.fromkeys(Right, _COORDINATOR),
    Right.KEEP_ADVICE: _CHECKERS,
    Right.SEND_TABLES: _WORKERS,
    Right.PLAN_WORKS: _WORKERS,
    Right.BRING: frozenset(Role) - {Role.OBSERVER},
    Right.CHECK_RUMOURS: _CHECKERS,
    Right.SEE_MISSED: _CHECKERS,
    Right.SEARCH_MISSED: _CHECKERS | {Role.CHIEF},
    Right.JUDGE_DROPPED: _CHECKERS,
    Right.SEE_SUMMARY: _COORDINATOR | {Role.HEAD},
    Right.SEE_ROSTER: _COORDINATOR | {Role.HEAD, Role.DUTY},
    Right.APPROVE: _CHECKERS,
    Right.CORRECT: frozenset({Role.APPROVER}),
    Right.TAKE_REPORTS: frozenset({Role.HEAD}),
    Right.UNDO: frozenset(Role) - {Role.OBSERVER},
}
"""Which roles have a right; what is not named here is the coordinator's alone."""

_PEOPLE = "Людьми занимается координатор. Нужно что-то изменить? Напишите ему"

REFUSALS: dict[Right, str] = {
    Right.KEEP_RULES: "Правила меняет координатор. Карточка пришла не туда? Нажмите на ней «Не наше»",
    Right.KEEP_TEMPLATES: "Шаблоны правит координатор. Нужен новый? Напишите ему текст",
    Right.KEEP_NORMS: "Нормы меняет координатор",
    Right.KEEP_SOURCES: "Источники ведёт координатор. Знаете сообщество, которое нужно читать? Пришлите ему ссылку",
    Right.AGREE_CHATS: "Читать ли чат жителей, решают два координатора",
    Right.KEEP_MODES: "Как работает отдел, решает координатор",
    Right.KEEP_ADVICE: "Советы к ответам меняют координатор и пресс-служба. Мешает совет? Напишите им",
    Right.KEEP_APPROVAL: "Согласование включает координатор. Напишите ему",
    Right.KEEP_REGION: "Сверку с регионом ведёт координатор. Нужен номер? Напишите ему",
    Right.KEEP_PEOPLE: _PEOPLE,
    Right.KEEP_GROUPS: _PEOPLE,
    Right.KEEP_CONTACTS: _PEOPLE,
    Right.KEEP_ROSTER: _PEOPLE,
    Right.KEEP_TABLES: _PEOPLE,
    Right.KEEP_AGENDA: _PEOPLE,
    Right.SEND_TABLES: "Таблицы присылают координатор и отделы. Напишите координатору",
    Right.PLAN_WORKS: "Работы заносят отделы и координатор. Знаете о работах? Напишите координатору",
    Right.END_WORKS: "Эти работы занёс другой сотрудник. Кончились раньше? Напишите координатору",
    Right.EXTEND_WORKS: "Эти работы занёс другой сотрудник. Знаете новый срок? Напишите координатору",
    Right.BRING: "Вы наблюдатель: завести сообщение может координатор. Перешлите ему",
    Right.BRING_LISTS: "Списки приёмов и звонков заносит координатор. Одно обращение можно завести самим: /new",
    Right.DECIDE_DRAFTS: "Этот черновик другого сотрудника",
    Right.SEE_SUMMARY: "Это сводка главы, её видят глава и координатор. Что ждёт вас, покажет /my",
    Right.SEE_NIGHT: "Это утренняя сводка координатора. Что ждёт вас, покажет /my",
    Right.SEE_AUTHOR: "Этот список видит координатор. Что ждёт вас, покажет /my",
    Right.HOLD_NIGHT: "Карточками ночи распоряжается координатор",
    Right.SEE_MISSED: "Весь список видят координатор и пресс-служба. Руководитель ищет по слову: /missed и слово",
    Right.SEARCH_MISSED: "Что бот не взял, видят координатор, пресс-служба и руководители отделов. Что ждёт вас, покажет /my",
    Right.JUDGE_DROPPED: "Что не взяли, проверяют координатор и пресс-служба. Это обращение? Напишите им или заведите сами: /new",
    Right.APPROVE: "Согласует пресс-служба. Нужна правка? Напишите координатору",
    Right.HURRY: "Поторопить согласующего может координатор. Напишите ему",
    Right.WRITE_FOR_OTHERS: "Этот ответ пишет другой сотрудник",
    Right.LEAVE_FOR_OTHERS: "Отпуск коллеги отмечает координатор. Свой можно отметить командой /leave",
    Right.REMIND: "Напоминает координатор. Нужна помощь? Есть кнопка «Нужна помощь»",
    Right.REPORT: "Докладывает отдел, у которого карточка, или координатор",
    Right.TAKE_REPORTS: "Доклад принимает тот, кто поручил",
    Right.LET_READ: "Показать карточку другому отделу может координатор",
    Right.SEE_LOOKS: "Кто смотрел карточку, видит координатор",
    Right.ERASE: "Данные жителей стирает координатор. Передайте ему просьбу",
    Right.SEE_JOURNAL: "Журнал доступа видит координатор",
}
"""What a person reads who has no such right. A right that is not here is only asked about, nobody is refused by it."""


def has_right(official: Official | None, right: Right, holders: Holders = HOLDERS) -> bool:
    """Whether the official works here in a role that has it; nobody in particular (a group) has none."""
    return official is not None and official.active and official.role in holders[right]


def check_right(by: Official, right: Right) -> None:
    """Raise Forbidden with a sentence that says whose right it is."""
    if not has_right(by, right):
        raise Forbidden(REFUSALS[right])
