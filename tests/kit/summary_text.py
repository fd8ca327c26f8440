"""Numbers of the head's summary read back from its words, for the second count (`summary_oracle`). It imports nothing of ours."""

import re
from collections.abc import Iterator

Facts = dict[str, object]

STATES = {
    "пока никто не принял": "никто не принял",
    "приняли": "в работе",
    "знают, работают": "знают",
    "безопасно с": "уже безопасно",
    "не подтвердилось": "не подтвердилось",
    "закрыто": "закрыто",
}
GROUPS = ("Опасно с прошлых дней", "Ночью опасно", "Опасно", "Есть риск")


def read(text: str) -> tuple[Facts, list[str]]:
    """The numbers of the text by name, and the lines that say something else."""
    facts: Facts = {}
    unread: list[str] = []
    group, late_left = "", 0
    for line in filter(None, text.split("\n")[1:]):
        if late_left and (item := re.match(r"(?:[а-яА-ЯЁёa-z ()-]+?) (\d+)(?:, .*)?$", line)) and not line.startswith(("Обещали", "День")):
            late_left -= int(item[1])
            facts["late lines"] = int(str(facts.get("late lines", 0))) + int(item[1])
            continue
        late_left = 0  # who was late is told at once and whole, or, where the screen is short, not at all
        main = MAIN.match(line)
        if main:
            facts["main"] = (main[1], int(main[2]), None if main[3] is None else int(main[3]))
            facts |= {"main stages": _stages(main[4])} if main[4] else {}
            facts |= {"main promise": (main[5], bool(main[6]))} if main[5] else {}
            continue
        item_of = _danger(line, facts, group)
        if item_of is not None:
            group = item_of
            continue
        rise = re.match(r"Растёт: (.+), (\d+)(?: за день)?, обычно (\d+)$", line)
        if rise:
            known = facts.get("rising")
            facts["rising"] = [*(known if isinstance(known, list) else []), (rise[1], int(rise[2]), int(rise[3]))]
            continue
        found = dict(_read(line))
        twice = any(name in facts and facts[name] != value for name, value in found.items() if name != "often")
        if not found or twice:  # a number that is said twice is said once more otherwise
            unread.append(line)
        facts |= {name: value for name, value in found.items() if name != "read"}
        late_left = int(str(found.get("late", late_left)))
    return facts, unread


MAIN = re.compile(
    r"Главное: (.+?), (\d+) сообщени[еяй](?:, обычно (\d+))?(?:\. (.+?))?(?:, обещали до (\d+ [а-я]+)(?: \d+ года)?"
    r"(?:, \d+:\d\d)?(, срок прошёл)?)?$"
)
STAGES = {"В работе": "в работе", "Закрыто": "закрыто"}


def _stages(words: str) -> dict[str, int]:
    """«3 вопроса: не приняли 1, в работе 2», or the state of the only one."""
    many = re.match(r"(\d+) вопрос\S*: (.+)$", words)
    if not many:
        return {next((stage for said, stage in STAGES.items() if words.startswith(said)), "не приняли"): 1}
    tally = {stage: int(number) for stage, number in re.findall(r"([^,\d]+?) (\d+)(?:, |$)", many[2])}
    assert sum(tally.values()) == int(many[1]), words
    return tally


def _danger(line: str, facts: Facts, group: str) -> str | None:
    """A line of dangers: «Опасно: 3, из них …», «Опасно: лёд…: закрыто», or an item under the first kind."""
    for title in GROUPS:
        many = re.match(rf"{title}: (\d+), из них (.+)$", line)
        alone = re.match(rf"{title}: (.+: .+)$", line)
        if many:
            tally = {words: int(number) for words, number in re.findall(r"([^,\d]+?) (\d+)(?:, |$)", many[2])}
            assert sum(tally.values()) == int(many[1]), line
            _tell(facts, title, tally)
            return title
        if alone:
            _tell(facts, title, {_state(alone[1]): 1})
            return title
    return group if group and _state(line) else None


def _tell(facts: Facts, title: str, tally: dict[str, int]) -> None:
    if title == "Опасно с прошлых дней":
        facts["standing"] = sum(tally.values())
    else:
        facts[f"dangers: {title}"] = tally


def _state(item: str) -> str:
    said = item.rsplit(": ", 1)[-1]
    return next((fate for words, fate in STATES.items() if said.startswith(words)), "")


def _read(line: str) -> Iterator[tuple[str, object]]:
    """What an ordinary line says; ("read", True) for one without numbers of its own."""
    for pattern, names in LINES.items():
        found = re.search(pattern, line)
        if found:
            yield "read", True
            for name, value in zip(names, found.groups(), strict=True):
                if value is not None:
                    yield name, int(value)
    for pattern, name in SPANS.items():
        found = re.search(pattern, line)
        if found:
            yield name, _minutes(found[1])
    if line.startswith("Спасибо: «"):
        more = re.search(r"» и ещё (\d+)$", line)
        yield "thanks", 1 + (int(more[1]) if more else 0)
    if line.startswith("Чаще пишут: "):
        in_messages = re.findall(r"([^;()]+) \((\d+)\)", line.removeprefix("Чаще пишут: "))
        by_town = re.findall(r"([^,]+) (\d+)", line.removeprefix("Чаще пишут: "))
        named = in_messages or by_town
        yield "often" if in_messages else "towns", [(what.strip(" ,"), int(number)) for what, number in named]


LINES = {
    r"^(?:День: п|Всего: п|П)ришло (\d+)(?:, новых вопросов (\d+))?, ответили на (\d+)(?:, решили (\d+))?": (
        "voices",
        "opened",
        "answered",
        "solved",
    ),
    r"^Не успели: (\d+) из (\d+)$": ("late", "due"),
    r"^Обещали и не сделали: (\d+)$": ("broken",),
    r"^Сделано, но житель спорит: (\d+)$": ("disputes",),
    r"^Без отдела: (\d+), ждут ответа$": ("no department",),
    r"^С вечера: пришло (\d+), новых вопросов (\d+), ответили на (\d+)(?:, закрыли (\d+))?$": (
        *("evening voices", "evening opened", "evening answered", "evening closed"),
    ),
    r"^В работе сейчас: (\d+)(?:, не приняли (\d+))?$": ("in work", "unaccepted"),
    r"^В работе (\d+)(?:, не приняли (\d+))?": ("in work", "unaccepted"),
    r"Обещали на сегодня: (\d+)": ("promised",),
    r"^(\d+) сообщени[еяй]: (\d+) нов\S+ вопрос\S*?(?:, из них предложений (\d+))?(?:, ещё (\d+) о прежних)?$": (
        *("voices", "opened", "suggestions", "joined"),
    ),
    r"^Новые (\d+): ответили на (\d+), ждут ответа (\d+)(?:, закрыли без ответа (\d+))?$": ("opened", "answered", "waiting", "unanswered"),
    r"^В системе региона с номером (\d+) из (\d+)$": ("in region", "voices"),
    r"^В срок или срок ещё идёт: (\d+) из (\d+)$": ("in time", "due"),
    r"^После ответа: (?:спасибо (\d+))?(?:, )?(?:недовольны (\d+))?$": ("thanked", "angry"),
    r"^Закрыли (\d+), из них сделано (\d+)(?:, жителю не написали (\d+))?(?:, разъяснили (\d+))?(?:, житель спорит (\d+))?$": (
        *("closed", "solved", "untold", "explained", "disputed"),
    ),
    r"^(?:Повторов (\d+))?(?:, )?(?:[Вв]ернули в работу (\d+))?$": ("repeats", "reopened"),
    r"^Сегодня срок обещаний: (\d+)$": ("promised",),
    r"закрыли без ответа (\d+)\.": ("unanswered",),
    r"все (\d+) источник": ("sources",),
    r"^(?:Решать вам нечего|Опасного не было|Новых сообщений|Отклик работает|Срок ответа: )": (),
}
SPANS = {r"Первый ответ обычно за (.+)$": "first answer", r"^Девять из десяти ответов не дольше (.+)$": "nine of ten"}


def _minutes(words: str) -> int:
    units = {"д": 24 * 60, "ч": 60, "м": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+) ([дчм])", words))
