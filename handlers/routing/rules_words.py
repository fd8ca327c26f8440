"""/rules: the tree by pages, one rule, a change on thirty days."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from handlers.kit import button
from handlers.kit.button import Row, rows
from handlers.kit.buttons import ChangesButton, Listed
from handlers.kit.labels import CANCEL
from handlers.kit.pages import Page, page_of
from handlers.kit.text import capital, count, escape, name, ours
from handlers.routing.buttons import RuleButton, RuleDo
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.ids import DepartmentId
from incidents.messenger import Button, Message
from incidents.official import Department
from incidents.places.values import Spot
from incidents.routing.rule_changes import Effect, RuleChange, all_rules, parent_of
from incidents.routing.rules import Rule
from incidents.settings_log import Area

PAGE = 10
_FIVE, _LINE, _SAID = 5, 60, 4
_ORDER = (
    "Сверху вниз, берётся первое подходящее; с точкой: внутри правила над ним, важнее его. "
    "Номер у правила постоянный, поэтому номера идут не подряд. Правило по кнопке с номером"
)
COORDINATOR = "координатор"

Names = Mapping[str, str]
"""Slugs of topics and groups, ids of places and departments, in words."""


def listed(*, tree: Sequence[Rule], names: Names, page: int) -> Message:
    """The tree as text, page by page; a number opens the rule."""
    export: Row = (_sheet(SheetDo.EXPORT_RULES, "Правила XLSX"), _sheet(SheetDo.EXPORT_DEPARTMENTS, "Отделы XLSX"))
    acts: Row = (_button(RuleDo.ADD, "Добавить…"), _button(RuleDo.TRY, "Проверить текст"))
    log: Row = (
        Button(label="Что меняли", data=ChangesButton(area=Area.RULES, page=0).pack()),
        _button(RuleDo.ASK_BACK, "Вернуть как было"),
    )
    if not tree:
        html = "<b>Правил нет:</b> всё приходит координатору. Добавьте первое или пришлите таблицу"
        return Message(html=html, rows=rows(acts, log, export))
    lines = list(_lines(tree, names, 0))
    shown = Page.of(lines, page, PAGE)
    text = [f"<b>Кому что приходит, правил {len(lines)}</b>{shown.which}", *(line for _, line in shown.items), _ORDER]
    numbers = [_button(RuleDo.SHOW, str(number), number) for number, _ in shown.items]
    turn = shown.beside(lambda label, number: button.turn(Listed.RULES, label, "", number))
    return Message(html="\n".join(text), rows=rows(*_fives(numbers), turn, acts, log, export))


def one(*, rule: Rule, tree: Sequence[Rule], names: Names, page: int) -> Message:
    """One rule with what may be done."""
    parent = parent_of(tree, rule.number)
    lines = [f"<b>Правило {rule.number}:</b> {ours(rule.title, 120)}{'' if rule.active else ', <b>выключено</b>'}"]
    lines.append(f"Кому: {_home(rule.department_id, names) if rule.department_id else 'решают вложенные правила'}")
    lines.append(f"О чём: {_named(rule.groups | rule.topics, names) or 'обо всём'}")
    lines.append(f"Где: {_named(rule.settlements, names) or 'везде'}")
    lines += [f"Только {'опасное' if rule.danger else 'неопасное'}"] * (rule.danger is not None)
    lines += [f"Внутри правила {parent.number}, важнее его"] if parent is not None else []
    lines += [f"Вложенных правил: {len(list(all_rules(rule.children)))}, они важнее"] if rule.children else []
    switch = (RuleChange.OFF, "Выключить…") if rule.active else (RuleChange.ON, "Включить…")
    return Message(
        html="\n".join(lines),
        rows=rows(
            (_button(RuleDo.HOMES, "Другой отдел…", rule.number, "0"), _button(RuleDo.TITLE, "Название…", rule.number)),
            (_propose(rule.number, RuleChange.UP, "Выше…"), _propose(rule.number, RuleChange.DOWN, "Ниже…")),
            (_propose(rule.number, switch[0], switch[1]), _propose(rule.number, RuleChange.REMOVE, "Убрать…")),
            (button.turn(Listed.RULES, "Все правила", "", page),),
        ),
    )


def ask(*, rule: Rule, change: RuleChange, department: str | None, effect: Effect, names: Names, unstaffed: bool) -> Message:
    """What a change would have done; then it is done or not. `unstaffed`: nobody is enrolled where it leads."""
    inside = len(list(all_rules(rule.children)))
    what = {
        RuleChange.DEPARTMENT: f"Отдать {_home(DepartmentId(department or ''), names)}",
        RuleChange.OFF: "Выключить",
        RuleChange.ON: "Включить",
        RuleChange.UP: "Поставить выше",
        RuleChange.DOWN: "Поставить ниже",
        RuleChange.REMOVE: "Убрать" + (f" вместе с вложенными ({inside})" if inside else ""),
    }[change]
    head = f"<b>{what}?</b> Правило {rule.number}: {ours(rule.title, 80)}"
    key = f"{change}~{department}" if change is RuleChange.DEPARTMENT else change
    yes = _button(RuleDo.APPLY, "Применить", rule.number, key)
    return _asked(head, effect, names, unstaffed, (yes, _button(RuleDo.SHOW, "Назад", rule.number)))


def ask_add(*, new: Rule, effect: Effect, names: Names, unstaffed: bool) -> Message:
    """The same for a new rule."""
    head = f"<b>Добавить правило {new.number}?</b> {capital(ours(new.title, 80))}: {_home(new.department_id, names)}. Встанет первым"
    return _asked(head, effect, names, unstaffed, (_button(RuleDo.ADD_YES, "Добавить"), button.turn(Listed.RULES, "Отменить")))


def ask_back(*, effect: Effect, names: Names) -> Message:
    """The same for the rules before the last change."""
    yes = _button(RuleDo.BACK, "Вернуть")
    return _asked(
        "<b>Вернуть правила, какими они были до последнего изменения?</b>", effect, names, False, (yes, button.turn(Listed.RULES, "Назад"))
    )


def scopes(*, groups: Mapping[str, str], page: int) -> Message:
    """A new rule: about what, by groups."""
    lines, choices, turn = page_of(list(groups.items()), page, choose=_choose(RuleDo.GROUP), turn=_turn(RuleDo.ADD))
    head = "<b>Новое правило: о чём?</b> Выберите раздел"
    return Message(html="\n".join([head, *lines]), rows=rows(*choices, (button.turn(Listed.RULES, "Назад"), *turn)))


def topics(*, group: str, title: str, shorts: Mapping[str, str], page: int) -> Message:
    """About what, within a group."""
    entries = [(f"t~{slug}", short) for slug, short in shorts.items()]
    lines, choices, turn = page_of(
        entries, page, choose=_choose(RuleDo.SCOPE), turn=lambda label, n: _button(RuleDo.GROUP, label, 0, f"{group}~{n}")
    )
    whole = _button(RuleDo.SCOPE, "Весь раздел", 0, f"g~{group}")
    return Message(
        html="\n".join([f"<b>{ours(title, _LINE)}:</b> какая тема?", *lines]),
        rows=rows(*choices, (whole, *turn), (_button(RuleDo.ADD, "К разделам", 0, "0"),)),
    )


def places(*, what: str, towns: Sequence[Spot], page: int) -> Message:
    """Where the new rule holds."""
    entries = [(town.id or "", town.place.settlement or "") for town in towns]
    lines, choices, turn = page_of(
        entries, page, choose=_choose(RuleDo.PLACE), turn=lambda label, n: _button(RuleDo.PLACE, label, 0, f"~{n}")
    )
    last: Row = (_button(RuleDo.PLACE, "Весь округ", 0, "all"), _button(RuleDo.FIND, "Найти…"))
    return Message(html="\n".join([f"<b>{ours(what, _LINE)}:</b> где действует?", *lines]), rows=rows(last, *choices, turn))


def homes(*, number: int, departments: Sequence[Department], page: int) -> Message:
    """Whose it is: of a rule that stands, or (0) of a new one."""
    entries = [(each.id, each.title.removeprefix("отдел ")) for each in departments]
    do = RuleDo.PROPOSE if number else RuleDo.HOME
    lines, choices, turn = page_of(
        entries,
        page,
        choose=lambda label, id: _button(do, label, number, f"{RuleChange.DEPARTMENT}~{id}" if number else id),
        turn=lambda label, n: _button(RuleDo.HOMES, label, number, str(n)),
    )
    back = _button(RuleDo.SHOW, "Назад", number) if number else button.turn(Listed.RULES, "Отменить")
    return Message(html="\n".join(["<b>Какому отделу?</b>", *lines]), rows=rows(*choices, (back, *turn)))


def ask_title(*, rule: Rule) -> Message:
    """A title is typed."""
    return Message(
        html=f"<b>Как назвать правило {rule.number}?</b> Сейчас: {ours(rule.title, 120)}\nТак его увидят в «Почему вам». {CANCEL}"
    )


def ask_place() -> Message:
    """A settlement is typed."""
    return Message(html=f"<b>Какой посёлок?</b> Напишите название\n{CANCEL}")


def change_line(key: str, before: str | None, after: str | None, names: Names) -> str:
    """A line of «Что меняли»."""
    what, _, department = (after or "").partition("~")
    if what == RuleChange.DEPARTMENT:
        return f"правило {key}: {_home(DepartmentId(department), names)}, было {_home(DepartmentId(before) if before else None, names)}"
    if what == "title":
        return f"правило {key}: назвали иначе, было «{ours(before or '', _LINE)}»"
    words = {"off": "выключили", "on": "включили", "up": "подняли", "down": "опустили", "rm": "убрали", "added": "добавили"}
    if what in words:
        return f"правило {key}: {words[what]}"
    return "вернули прежние правила" if what == "back" else "правила заменили таблицей"


def _asked(head: str, effect: Effect, names: Names, unstaffed: bool, buttons: Row) -> Message:
    lines = [head]
    if not effect.total:
        lines.append("За 30 дней сообщений не было, сравнить не с чем")
    elif not effect.count:
        lines.append(f"За 30 дней ({count(effect.total, 'сообщение', 'сообщения', 'сообщений')}) ничего не пошло бы иначе")
    else:
        lines.append(f"За 30 дней иначе пошли бы {effect.count} из {effect.total}:")
        lines += [f"{_home(one, names)} → {_home(other, names)}: {n}" for one, other, n in effect.moves[:_SAID]]
        lines += [f"и ещё {sum(n for _, _, n in effect.moves[_SAID:])}"] if len(effect.moves) > _SAID else []
    lines += ["<b>В этом отделе пока никого нет:</b> карточки пойдут по следующему правилу"] * unstaffed
    lines.append("Карточки, которые уже разложены, останутся где есть")
    return Message(html="\n".join(lines), rows=rows(buttons))


def _lines(tree: Sequence[Rule], names: Names, depth: int) -> Iterator[tuple[int, str]]:
    for each in tree:
        to = f": {_home(each.department_id, names)}" if each.department_id else ""
        off = "" if each.active else " (выключено)"
        yield each.number, f"{'· ' * depth}{each.number}. {escape(name(each.title, _LINE))}{to}{off}"
        yield from _lines(each.children, names, depth + 1)


def _home(id: DepartmentId | None, names: Names) -> str:
    return ours(names.get(id, id), _LINE) if id else COORDINATOR


def _named(slugs: frozenset[str], names: Names) -> str:
    if not slugs:
        return ""
    known = sorted(f"«{names.get(slug, slug)}»" for slug in slugs)
    more = f" и ещё {len(known) - _SAID}" if len(known) > _SAID else ""
    return f"{ours(', '.join(known[:_SAID]), 160)}{more}"


def _fives(buttons: Sequence[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[i : i + _FIVE]) for i in range(0, len(buttons), _FIVE))


def _propose(number: int, change: RuleChange, label: str) -> Button:
    return _button(RuleDo.PROPOSE, label, number, change)


def _choose(do: RuleDo) -> Callable[[str, str], Button]:
    return lambda label, key: _button(do, label, 0, key)


def _turn(do: RuleDo) -> Callable[[str, int], Button]:
    return lambda label, number: _button(do, label, 0, str(number))


def _sheet(do: SheetDo, label: str) -> Button:
    return Button(label=label, data=SheetButton(do=do, file=0).pack())


def _button(do: RuleDo, label: str, number: int = 0, key: str = "") -> Button:
    return Button(label=label, data=RuleButton(do=do, number=number, key=key).pack())
