"""Who may do what with a card: official, act, incident.

Pure. Other rights stand in role_rights.py.
"""

from collections.abc import Mapping
from enum import StrEnum, auto

from incidents.errors import Forbidden
from incidents.incident import Act, Doubt, Incident
from incidents.lifecycle import can
from incidents.official import IN_DEPARTMENT, Official, Role
from incidents.reading import DangerGrade

MAX_RETURNS = 2
"""«Не наше» pressed so often, only the coordinator routes."""

MACHINE = frozenset({Act.TAKE_IN, Act.ESCALATE, Act.HAND_OVER, Act.DANGER_ROSE})
"""Acts of the program itself: nobody presses them."""

_DANGER = frozenset({Act.DANGER_KNOWN, Act.DANGER_CONFIRMED, Act.DANGER_DENIED, Act.SAFE})

_ASKED = frozenset({Act.DANGER_GRADED})
"""The answer to «Опасно?», while it waits."""

_OFFERED = frozenset({Act.NEW_TEXT})
"""The answer to what a changed text says, while it waits."""

_OVER = {
    Act.DANGER_GRADED: "Опасно ли, уже решили, или прошло 15 минут и карточка ушла как «Есть риск». Не согласны? Напишите координатору",
    Act.NEW_TEXT: "Новый текст уже разобрали: тему и место выбрали раньше. Не согласны? Нажмите «Ещё…», «Тема и место»",
}
"""What is read by whoever answers when nobody asks any more."""

_OF_RUMOURS = frozenset({Act.RUMOUR, Act.NOT_RUMOUR})

_DEPARTMENT = frozenset(
    {
        Act.ACCEPT,
        Act.RETURN,
        Act.ANSWER,
        Act.INTERIM,
        Act.FACTS,
        Act.CLOSE,
        Act.REOPEN,
        Act.POSTPONE,
        Act.RESUME,
        Act.SEND_OUTSIDE,
        Act.NOTE,
        Act.ASK_AUTHOR,
        Act.DELAY_REASON,
        Act.HELP,
        Act.SAFE,
        Act.MERGE,
        Act.UNDO,
    }
)
"""What an executor and a chief do with the cards of their department; they merge two of them, both their own."""

_HELPERS = frozenset({Act.FACTS, Act.NOTE})
"""What the people of a co-executor do with a card that is another department's."""

_CHECKER = frozenset(
    {
        Act.ACCEPT,
        Act.ANSWER,
        Act.INTERIM,
        Act.COLLECT,
        Act.NOT_RUMOUR,
        Act.CLOSE,
        Act.REOPEN,
        Act.NOTE,
        Act.ASK_AUTHOR,
        Act.DELAY_REASON,
        Act.UNDO,
    }
)
"""What the approver does with a rumour, and with nothing else."""

_ACTS: dict[Role, frozenset[Act]] = {
    Role.EXECUTOR: _DEPARTMENT,
    Role.CHIEF: _DEPARTMENT | {Act.ENTRUST},
    Role.COORDINATOR: frozenset(Act) - MACHINE,
    Role.APPROVER: _CHECKER,  # of rumours; decides on answers, which have a life of their own (answers.py)
    Role.DUTY: _DANGER | _ASKED | {Act.ACCEPT},  # «Принято, выезжаем» under R8
    Role.HEAD: frozenset({Act.ORDER, Act.CONTROL, Act.NOTE}),
    Role.OBSERVER: frozenset(),
}

_REFUSALS = {
    Role.EXECUTOR: "Это решает координатор. Напишите ему, он поможет",
    Role.CHIEF: "Это решает координатор. Напишите ему, он поможет",
    Role.COORDINATOR: "Это бот делает сам, нажимать не нужно",
    Role.APPROVER: "Вы согласуете ответы, карточку ведёт отдел. Нужна правка? Напишите координатору",
    Role.DUTY: "Дежурный отмечает только то, что опасно сейчас. С остальным поможет координатор",
    Role.HEAD: "Здесь можно поручить или взять на контроль. Остальное сделает отдел",
    Role.OBSERVER: "Вы наблюдатель: читать можно всё, менять ничего нельзя. Нужно больше? Напишите координатору",
}


_TRIAL = MACHINE | {
    Act.ASSIGN,
    Act.REJECT,
    Act.CLOSE,
    Act.CORRECT_TOPIC,
    Act.CORRECT_PLACE,
    Act.NEW_TEXT,
    Act.NOTE,
    Act.MERGE,
    Act.SPLIT,
    Act.REGION,
    Act.CONTROL,
    Act.DANGER_GRADED,
    Act.UNDO,
}
"""What may be done to a card of a trial week: nothing that a resident or a department would see."""


NOBODYS = "Карточка у координатора: он решает, чей это вопрос. Знаете чей? Напишите ему"
NOT_DANGEROUS = "Эта карточка не отмечена опасной, или отметку уже сняли. Опасно сейчас? Звоните 112 и напишите координатору"
LEARNS = "Учебная неделя: в отделы не передаём, жителям не отвечаем. Можно выбрать отдел, тему и место"


def may(official: Official, act: Act, incident: Incident) -> bool:
    """Whether the role and the department allow it. The status is the lifecycle's matter (docs/architecture.md, «People and rights»)."""
    if incident.doubt is Doubt.TRIAL and act not in _TRIAL:
        return False
    return official.active and act in _ACTS[official.role] and _is_theirs(official, act, incident)


def _is_theirs(official: Official, act: Act, incident: Incident) -> bool:
    """Whether this incident is one that the role acts on."""
    if act in _DANGER and incident.danger_grade is None:
        return False
    if (act in _ASKED and incident.danger_asked_at is None) or (act in _OFFERED and incident.new_text_at is None):
        return False
    if act in _OF_RUMOURS:
        return incident.rumour is (act is Act.NOT_RUMOUR)
    match official.role:
        case Role.APPROVER:
            return incident.rumour
        case Role.DUTY:
            return incident.danger_grade is DangerGrade.NOW or act in _DANGER | _ASKED
    return official.role not in IN_DEPARTMENT or _is_departments(official, act, incident)


def _is_departments(official: Official, act: Act, incident: Incident) -> bool:
    if act is Act.RETURN and incident.returns >= MAX_RETURNS:
        return False
    return _is_own(official, incident) or (act in _HELPERS and helps(official, incident))


def helps(official: Official, incident: Incident) -> bool:
    """Whether the official's department gives facts for this incident without having it."""
    in_department = official.department_id is not None and official.department_id in incident.co_departments
    return official.role in IN_DEPARTMENT and in_department and not _is_own(official, incident)


def _is_own(official: Official, incident: Incident) -> bool:
    in_department = official.department_id is not None and official.department_id == incident.department_id
    return in_department or official.id == incident.holder_id


class Reach(StrEnum):
    """Which cards a role reads: words of residents, log, notes."""

    EVERYTHING = auto()
    DEPARTMENT = auto()  # what the department has or gives facts for, and what they hold
    DANGERS = auto()


READS: Mapping[Role, Reach] = {
    Role.EXECUTOR: Reach.DEPARTMENT,
    Role.CHIEF: Reach.DEPARTMENT,
    Role.COORDINATOR: Reach.EVERYTHING,
    Role.APPROVER: Reach.EVERYTHING,  # answers of every department, and what was answered before
    Role.DUTY: Reach.DANGERS,
    Role.HEAD: Reach.EVERYTHING,
    Role.OBSERVER: Reach.EVERYTHING,
}
"""docs/decisions/2026-11-26-who-reads-what.md. Who else reads one card, and why: `incidents/acts/readers.py`."""


def may_read(official: Official, incident: Incident) -> bool:
    """Whether the role and the department allow to see the card."""
    return official.active and (READS[official.role] is Reach.EVERYTHING or is_work_of(official, incident))


def why_not_read(official: Official, incident: Incident) -> str:
    """What a press on a card is answered with where it may not be read."""
    if READS[official.role] is Reach.DANGERS:
        return NOT_DANGEROUS
    return NOBODYS if incident.department_id is None else Forbidden.default


def is_work_of(official: Official, incident: Incident) -> bool:
    """Whether the card is before the official's eyes by their work; everybody else who looks at it is written down."""
    match official.role:
        case Role.COORDINATOR:
            return True
        case Role.APPROVER:
            return incident.rumour
        case Role.DUTY:
            is_danger = incident.danger_grade is not None or incident.danger_asked_at is not None
            return is_danger or official.id == incident.holder_id
    return official.role in IN_DEPARTMENT and (_is_own(official, incident) or helps(official, incident))


def check(official: Official, act: Act, incident: Incident) -> None:
    """Raise Forbidden with a sentence that says what to do instead."""
    if not may(official, act, incident):
        learns = official.active and incident.doubt is Doubt.TRIAL and act not in _TRIAL
        raise Forbidden(LEARNS if learns else _refusal(official, act, incident))


def _refusal(official: Official, act: Act, incident: Incident) -> str:
    if not official.active:
        return "Вы больше не подключены к этому округу. Думаете, что это ошибка? Напишите координатору"
    if act in _DANGER and act in _ACTS[official.role] and incident.danger_grade is None:
        return NOT_DANGEROUS
    if act in _OVER and act in _ACTS[official.role]:
        return _OVER[act]
    if act in _OF_RUMOURS and act in _ACTS[official.role]:
        return "Карточка и так отмечена слухом" if incident.rumour else "Эта карточка слухом не отмечена"
    if official.role not in IN_DEPARTMENT or act not in _DEPARTMENT:
        return _REFUSALS[official.role]
    return _of_department(official, incident)


def _of_department(official: Official, incident: Incident) -> str:
    """Why an act of the department's work is not theirs here."""
    if _is_own(official, incident):
        return "Карточку уже возвращали два раза, теперь отдел назначит координатор. Напишите ему, чьё это"
    if helps(official, incident):
        return "Ответ жителю собирает другой отдел, от вас ждут факты. Нажмите «Дать факты» или оставьте заметку"
    if incident.department_id is None:
        return NOBODYS
    return Forbidden.default


def possible(official: Official, incident: Incident) -> frozenset[Act]:
    """Acts that are allowed by right and by status: what a keyboard may offer."""
    return frozenset(act for act in Act if can(incident.status, act) and may(official, act, incident))
