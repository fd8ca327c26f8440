"""The commands of every role, for the menu button, /help and routers."""

from dataclasses import dataclass

from incidents.official import ROLE_TITLES, Official, Role
from incidents.role_rights import HOLDERS, Right

EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRow:
    """A command, what the menu says of it (≤ 40 characters, begins with what it shows or does), and whose it is."""

    name: str
    description: str
    roles: frozenset[Role]
    in_groups: bool = False  # typed in a department's group too


COMMANDS: tuple[CommandRow, ...] = (
    CommandRow(name="my", description="Что ждёт вас сейчас", roles=EVERYONE),
    CommandRow(name="queue", description="Что ждёт решения координатора", roles=HOLDERS[Right.SEE_QUEUE]),
    CommandRow(name="missed", description="Что бот не взял, поиск по слову", roles=HOLDERS[Right.SEARCH_MISSED]),
    CommandRow(name="find", description="Найти по номеру, адресу или словам", roles=EVERYONE),
    CommandRow(name="summary", description="Сводка за день или неделю", roles=HOLDERS[Right.SEE_SUMMARY]),
    CommandRow(name="leave", description="Отпуск и кто замещает", roles=EVERYONE),
    CommandRow(name="duty", description="Кто дежурит и смены", roles=HOLDERS[Right.SEE_ROSTER]),
    CommandRow(name="people", description="Люди: пригласить, роли, отделы", roles=HOLDERS[Right.KEEP_PEOPLE]),
    CommandRow(name="approval", description="Какие ответы согласует пресс-служба", roles=HOLDERS[Right.KEEP_APPROVAL]),
    CommandRow(name="connect", description="Карточки отдела в эту группу", roles=HOLDERS[Right.KEEP_GROUPS], in_groups=True),
    CommandRow(name="disconnect", description="Больше не сюда", roles=HOLDERS[Right.KEEP_GROUPS], in_groups=True),
    CommandRow(name="rules", description="Кому что приходит, таблицы", roles=HOLDERS[Right.KEEP_RULES]),
    CommandRow(name="templates", description="Шаблоны ответов", roles=HOLDERS[Right.KEEP_TEMPLATES]),
    CommandRow(name="sources", description="Откуда читаем и что молчит", roles=HOLDERS[Right.KEEP_SOURCES]),
    CommandRow(name="new", description="Завести сообщение вручную", roles=HOLDERS[Right.BRING]),
    CommandRow(name="works", description="Плановые работы и отключения", roles=HOLDERS[Right.PLAN_WORKS]),
    CommandRow(name="region", description="Сверка с системой региона", roles=HOLDERS[Right.KEEP_REGION]),
    CommandRow(name="modes", description="Как отделы получают карточки", roles=HOLDERS[Right.KEEP_MODES]),
    CommandRow(name="norms", description="Сроки, рабочие дни, звуки", roles=HOLDERS[Right.KEEP_NORMS]),
    CommandRow(name="advice", description="Советы к ответам: слова, правила", roles=HOLDERS[Right.KEEP_ADVICE]),
    CommandRow(name="status", description="Что у бота работает, а что нет", roles=HOLDERS[Right.KEEP_SOURCES]),
    CommandRow(name="erase", description="Стереть данные жителя по его просьбе", roles=HOLDERS[Right.ERASE]),
    CommandRow(name="help", description="Подсказка: кнопки и команды", roles=EVERYONE),
)
"""In the order of the menu; /help stays last."""

BY_NAME = {row.name: row for row in COMMANDS}


def commands_of(role: Role) -> tuple[CommandRow, ...]:
    """What a role's menu offers."""
    return tuple(row for row in COMMANDS if role in row.roles and not row.in_groups)


def may_give(official: Official | None, row: CommandRow) -> bool:
    """Whether the command is theirs."""
    return official is not None and official.role in row.roles


def known(text: str | None) -> CommandRow | None:
    """The row of a typed command, whoever typed it."""
    words = (text or "").split()
    return BY_NAME.get(words[0].removeprefix("/").partition("@")[0].lower()) if words and words[0].startswith("/") else None


def whose(row: CommandRow, one: str, many: str) -> str:
    """«видит координатор», «видят координатор и глава»: who has the command, with the verb for one and for many."""
    *others, last = [ROLE_TITLES[role] for role in Role if role in row.roles]
    return f"{many} {', '.join(others)} и {last}" if others else f"{one} {last}"
