"""The commands of every role: one table for the menu button, for /help and for the routers."""

from dataclasses import dataclass

from incidents.official import IN_DEPARTMENT, ROLE_TITLES, Role

EVERYONE = frozenset(Role)
COORDINATORS = frozenset({Role.COORDINATOR})
BRINGERS = EVERYONE - {Role.OBSERVER}
PLANNERS = COORDINATORS | IN_DEPARTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRow:
    """A command, what the menu says of it (≤ 40 characters, begins with what it shows or does), and whose it is."""

    name: str
    description: str
    roles: frozenset[Role]
    in_groups: bool = False  # typed in a department's group too


COMMANDS: tuple[CommandRow, ...] = (
    CommandRow(name="my", description="Что ждёт вас сейчас", roles=EVERYONE),
    CommandRow(name="queue", description="Что ждёт решения координатора", roles=COORDINATORS),
    CommandRow(name="find", description="Найти по номеру, адресу или словам", roles=EVERYONE),
    CommandRow(name="summary", description="Сводка за день или неделю", roles=COORDINATORS | {Role.HEAD}),
    CommandRow(name="leave", description="Отпуск и кто замещает", roles=EVERYONE),
    CommandRow(name="duty", description="Кто дежурит и смены", roles=COORDINATORS | {Role.DUTY, Role.HEAD}),
    CommandRow(name="people", description="Люди: пригласить, роли, отделы", roles=COORDINATORS),
    CommandRow(name="approval", description="Какие ответы согласует пресс-служба", roles=COORDINATORS),
    CommandRow(name="connect", description="Карточки отдела в эту группу", roles=COORDINATORS, in_groups=True),
    CommandRow(name="disconnect", description="Больше не сюда", roles=COORDINATORS, in_groups=True),
    CommandRow(name="rules", description="Кому что приходит, таблицы", roles=COORDINATORS),
    CommandRow(name="templates", description="Шаблоны ответов", roles=COORDINATORS),
    CommandRow(name="sources", description="Откуда читаем и что молчит", roles=COORDINATORS),
    CommandRow(name="new", description="Завести сообщение вручную", roles=BRINGERS),
    CommandRow(name="works", description="Плановые работы и отключения", roles=PLANNERS),
    CommandRow(name="region", description="Сверка с системой региона", roles=COORDINATORS),
    CommandRow(name="modes", description="Как отделы получают карточки", roles=COORDINATORS),
    CommandRow(name="norms", description="Сроки, рабочие дни, звуки", roles=COORDINATORS),
    CommandRow(name="advice", description="Советы к ответам: слова, правила", roles=COORDINATORS | {Role.APPROVER}),
    CommandRow(name="help", description="Подсказка: кнопки и команды", roles=EVERYONE),
)
"""In the order of the menu; /help stays last."""

_BY_NAME = {row.name: row for row in COMMANDS}


def commands_of(role: Role) -> tuple[CommandRow, ...]:
    """What a role's menu offers."""
    return tuple(row for row in COMMANDS if role in row.roles and not row.in_groups)


def known(text: str | None) -> CommandRow | None:
    """The row of a typed command, whoever typed it."""
    words = (text or "").split()
    return _BY_NAME.get(words[0].removeprefix("/").partition("@")[0].lower()) if words and words[0].startswith("/") else None


def whose(row: CommandRow) -> str:
    """«координатор», «координатор и глава»: who has the command."""
    return " и ".join(ROLE_TITLES[role] for role in Role if role in row.roles)
