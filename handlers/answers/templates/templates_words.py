"""/templates: the list, one template with its fields, and what is asked."""

from collections.abc import Mapping, Sequence

from handlers.answers.buttons import ScopeButton, ScopeDo, TemplateButton, TemplateDo
from handlers.answers.facts_words import KINDS
from handlers.kit.button import pairs, rows
from handlers.kit.buttons import ChangesButton
from handlers.kit.labels import CANCEL
from handlers.kit.pages import Page
from handlers.kit.text import cut, escape, ours, plain
from incidents.answers.template_filling import FIELDS, SAMPLES, fields_in, filled_template, missing_fields, words_for
from incidents.answers.templates import TITLE, Template
from incidents.answers.values import AnswerKind
from incidents.messenger import Button, Message
from incidents.settings_log import Area

PAGE = 8
_BODY = 1600
_SAMPLE, _EMPTY, _SAID = 700, 6, 120
_DONE = {"template_added": "добавили", "template_on": "включили", "template_off": "выключили"}


def template_list(*, templates: Sequence[Template], titles: Mapping[str, str], page: int) -> Message:
    """A page of them, by number, with the topics they are for."""
    add = Button(label="Добавить шаблон", data=_data(TemplateDo.ADD, 0))
    if not templates:
        return Message(html="<b>Шаблонов пока нет</b>\nДобавьте первый: название, потом текст", rows=rows((add,)))
    shown = Page.of(templates, page, PAGE)
    lines = [f"<b>Шаблоны ответов: {len(templates)}</b>, страница {shown.number + 1} из {shown.count}", ""]
    lines += [f"{n}. {ours(one.title, TITLE)}{_marks(one, titles)}" for n, one in shown.numbered]
    buttons = [Button(label=f"{n}. {one.title}", data=_data(TemplateDo.SHOW, one.id)) for n, one in shown.numbered]
    more = shown.around(lambda label, number: Button(label=label, data=_data(TemplateDo.LIST, number)))
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), (add, *more)))


def one(*, template: Template, titles: Mapping[str, str], page: int, was_changed: bool = False) -> Message:
    """A template as it stands, as it would come out, and the fields that it may have. `was_changed`: there is a text to go back to."""
    scope = ", ".join(titles.get(slug, slug) for slug in template.scope) or "любая тема"
    fact = f"\nПишет факт: «{KINDS[template.fact]}»" if template.fact else ""
    kind = "\nОтвет по нему промежуточный, окончательный ещё впереди" if template.kind is AnswerKind.INTERIM else ""
    html = (
        f"<b>{ours(template.title, TITLE)}</b>{'' if template.active else ', выключен'}\nДля чего: {ours(scope, 300)}{fact}{kind}\n"
        f"<blockquote>{escape(cut(plain(template.text), _BODY))}</blockquote>\n{_sample(template)}\n"
        f"<blockquote expandable><b>Какие бывают поля</b>\n{_fields(template)}</blockquote>"
    )
    first = (_do(TemplateDo.EDIT, "Изменить текст", template, primary=True), _do(TemplateDo.TITLE, "Название…", template))
    topics = Button(label="Темы…", data=ScopeButton(do=ScopeDo.GROUPS, id=template.id, key="0").pack())
    second: list[Button] = [topics]
    if template.fact is None:
        is_final = template.kind is not AnswerKind.INTERIM
        second.append(_do(TemplateDo.INTERIM if is_final else TemplateDo.FINAL, "Промежуточный" if is_final else "Окончательный", template))
    third = [_do(TemplateDo.OFF if template.active else TemplateDo.ON, "Выключить" if template.active else "Включить", template)]
    third += [_do(TemplateDo.BACK, "Прежний текст", template)] * was_changed
    log = Button(label="Что меняли", data=ChangesButton(area=Area.TEMPLATES, page=0).pack())
    last = (Button(label="Назад", data=_data(TemplateDo.LIST, page)), log)
    return Message(html=html, rows=rows(first, tuple(second), tuple(third), last))


def _sample(template: Template) -> str:
    """How it would come out, by sample values of what the bot knows itself."""
    filled = filled_template(template.text, SAMPLES)
    text = f"<b>Так выйдет, например:</b> {escape(cut(plain(filled.text), _SAMPLE))}" if filled.text else "Сам бот здесь ничего не заполнит"
    asked = "; ".join(words_for(name) for name in missing_fields(template.text, SAMPLES)[:_EMPTY])
    return f"{text}\nСпросит у того, кто отвечает: {asked}" if asked else text


def change_line(key: str, before: str | None, after: str | None, names: Mapping[str, str], what: str = "") -> str:
    """A line of «Что меняли»; `what` is the kind of the line."""
    title = f"«{ours(key, TITLE)}»"
    match what:
        case "template_edited":
            return f"{title}: текст «{ours(after or '', _SAID)}», был «{ours(before or '', _SAID)}»"
        case "template_titled":
            return f"{title}: название, было «{ours(before or '', TITLE)}»"
        case "template_topics":
            became, was = (", ".join(names.get(slug, slug) for slug in (scope or "").split()) or "любая тема" for scope in (after, before))
            return f"{title}: темы {ours(became, _SAID)}, было {ours(was, _SAID)}"
        case "template_kind":
            return f"{title}: {'промежуточный' if after == AnswerKind.INTERIM else 'окончательный'}"
        case _:
            return f"{title}: {_DONE.get(what, 'изменили')}"


def ask_retitle(*, template: Template) -> Message:
    """Another name."""
    return Message(html=f"<b>Как назвать шаблон?</b> Сейчас: {ours(template.title, TITLE)}\nДо {TITLE} знаков. {CANCEL}")


def ask_text(*, template: Template) -> Message:
    """The new text."""
    html = (
        f"<b>Пришлите новый текст шаблона целиком:</b> {ours(template.title, TITLE)}\n"
        f"<pre>{escape(cut(plain(template.text), _BODY))}</pre>\n"
        f"Поля в скобках бот заполнит сам или спросит, предложение с пустым полем не выйдет. {CANCEL}"
    )
    return Message(html=html)


def ask_title() -> Message:
    """The name of a new one."""
    return Message(html=f"<b>Как назвать шаблон?</b>\nКоротко, до {TITLE} знаков: так его увидят в списке. {CANCEL}")


def ask_new() -> Message:
    """The text of a new one."""
    html = (
        "<b>Теперь текст шаблона</b>\nПоля пишутся в скобках: {привет}, {адрес}, {кто}, {дата}. Бот заполнит их сам или спросит, "
        f"предложение с пустым полем не выйдет. {CANCEL}"
    )
    return Message(html=html)


def _marks(one: Template, titles: Mapping[str, str]) -> str:
    marks = [] if one.active else ["выключен"]
    marks += ["промежуточный"] * (one.kind is AnswerKind.INTERIM)
    if one.fact is not None:
        marks.append(f"факт «{KINDS[one.fact]}»")
    if one.scope:
        marks.append(titles.get(one.scope[0], one.scope[0]) + (f" и ещё {len(one.scope) - 1}" if len(one.scope) > 1 else ""))
    return f" ({ours(', '.join(marks), 90)})" if marks else ""


def _fields(template: Template) -> str:
    present = fields_in(template.text)
    in_order = [name for name in FIELDS if name in present] + [name for name in FIELDS if name not in present]
    return "\n".join(f"{{{name}}}: {escape(FIELDS[name])}" for name in in_order)


def _do(do: TemplateDo, label: str, template: Template, *, primary: bool = False) -> Button:
    return Button(label=label, data=_data(do, template.id), primary=primary)


def _data(do: TemplateDo, id: int) -> str:
    return TemplateButton(do=do, id=id).pack()
