"""Who may do what with a card: official, act, incident.

Pure. The table is in card_rights.py; other rights stand in role_rights.py.
"""

from incidents.card_rights import CARD_RIGHTS, DEPARTMENT, MACHINE, CardRights, Reach
from incidents.errors import Forbidden
from incidents.incident import Act, Doubt, Incident
from incidents.lifecycle import can
from incidents.official import IN_DEPARTMENT, Official, Role
from incidents.reading import DangerGrade

MAX_RETURNS = 2
"""«Не наше» pressed so often, only the coordinator routes."""

_OVER = {
    Act.SEE_CONTACT: "Кому перезвонить, видит только тот, кто принял карточку, и координатор. Работаете по ней? Нажмите «Принять»",
    Act.DANGER_GRADED: "Опасно ли, уже решили, или прошло 15 минут и карточка ушла как «Есть риск». Не согласны? Напишите координатору",
    Act.CONFIRM_DONE: "Спора здесь уже нет: подтвердили, вернули в работу или житель сам пишет, что сделано",
    Act.NEW_TEXT: "Новый текст уже разобрали: тему и место выбрали раньше. Не согласны? Нажмите «Ещё…», «Тема и место»",
}
"""What is read by whoever answers when nobody asks any more."""

_REFUSALS = {
    Role.EXECUTOR: "Это решает координатор. Напишите ему, он поможет",
    Role.CHIEF: "Это решает координатор. Напишите ему, он поможет",
    Role.COORDINATOR: "Это бот делает сам, нажимать не нужно",
    Role.APPROVER: "Вы согласуете ответы, карточку ведёт отдел. Нужна правка? Напишите координатору",
    Role.DUTY: "Дежурный отмечает только то, что опасно сейчас. С остальным поможет координатор",
    Role.HEAD: "Здесь можно поручить или взять на контроль. Остальное сделает отдел",
    Role.OBSERVER: "Вы наблюдатель: читать можно всё, менять ничего нельзя. Нужно больше? Напишите координатору",
}

NOBODYS = "Карточка у координатора: он решает, чей это вопрос. Знаете чей? Напишите ему"
NOT_DANGEROUS = "Эта карточка не отмечена опасной, или отметку уже сняли. Опасно сейчас? Звоните 112 и напишите координатору"
NOT_THE_ACCUSED = "Подтвердить может не тот, кто закрывал: координатор, пресс-служба, глава или руководитель другого отдела"
LEARNS = "Учебная неделя: в отделы не передаём, жителям не отвечаем. Можно выбрать отдел, тему и место"


def may(official: Official, act: Act, incident: Incident, table: CardRights = CARD_RIGHTS) -> bool:
    """Whether the role and the department allow it. The status is the lifecycle's matter (docs/architecture.md, «People and rights»)."""
    if incident.doubt is Doubt.TRIAL and act not in table.trial:
        return False
    return official.active and act in table.acts[official.role] and _is_theirs(official, act, incident, table)


def _is_theirs(official: Official, act: Act, incident: Incident, table: CardRights) -> bool:
    """Whether this incident is one that the role acts on."""
    if (act in table.of_danger and incident.danger_grade is None) or (act is Act.CONFIRM_DONE and not incident.is_disputed):
        return False
    not_held = act in table.of_holder and official.role is not Role.COORDINATOR and official.id != incident.holder_id
    if not_held or (act in table.asked and incident.danger_asked_at is None) or (act in table.offered and incident.new_text_at is None):
        return False
    if act in table.of_rumours:
        return incident.rumour is table.of_rumours[act]
    match official.role:
        case Role.APPROVER:
            return incident.rumour or (incident.is_disputed and act in table.of_disputes)
        case Role.DUTY:
            return incident.danger_grade is DangerGrade.NOW or act in table.of_danger | table.asked
    return official.role not in IN_DEPARTMENT or _is_departments(official, act, incident, table)


def _is_departments(official: Official, act: Act, incident: Incident, table: CardRights) -> bool:
    if act is Act.RETURN and incident.returns >= MAX_RETURNS:
        return False
    if act is Act.CONFIRM_DONE:  # whoever is accused does not judge
        return not _is_own(official, incident)
    return _is_own(official, incident) or (act in table.helpers and helps(official, incident))


def helps(official: Official, incident: Incident) -> bool:
    """Whether the official's department gives facts for this incident without having it."""
    in_department = official.department_id is not None and official.department_id in incident.co_departments
    return official.role in IN_DEPARTMENT and in_department and not _is_own(official, incident)


def _is_own(official: Official, incident: Incident) -> bool:
    in_department = official.department_id is not None and official.department_id == incident.department_id
    return in_department or official.id == incident.holder_id


def may_read(official: Official, incident: Incident, table: CardRights = CARD_RIGHTS) -> bool:
    """Whether the role and the department allow to see the card."""
    return official.active and (table.reads[official.role] is Reach.EVERYTHING or is_work_of(official, incident))


def why_not_read(official: Official, incident: Incident, table: CardRights = CARD_RIGHTS) -> str:
    """What a press on a card is answered with where it may not be read."""
    if table.reads[official.role] is Reach.DANGERS:
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
        learns = official.active and incident.doubt is Doubt.TRIAL and act not in CARD_RIGHTS.trial | MACHINE
        raise Forbidden(LEARNS if learns else _refusal(official, act, incident))


def _refusal(official: Official, act: Act, incident: Incident) -> str:
    if not official.active:
        return "Вы больше не подключены к этому округу. Думаете, что это ошибка? Напишите координатору"
    has_it = act in CARD_RIGHTS.acts[official.role]
    if has_it and act in CARD_RIGHTS.of_danger and incident.danger_grade is None:
        return NOT_DANGEROUS
    if has_it and act in _OVER:
        return NOT_THE_ACCUSED if act is Act.CONFIRM_DONE and incident.is_disputed else _OVER[act]
    if has_it and act in CARD_RIGHTS.of_rumours:
        return "Карточка и так отмечена слухом" if incident.rumour else "Эта карточка слухом не отмечена"
    if official.role not in IN_DEPARTMENT or act not in DEPARTMENT:
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
