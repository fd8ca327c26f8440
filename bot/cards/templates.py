"""/templates: the list, one template with its fields, and what is asked."""

from collections.abc import Mapping, Sequence

from bot.cards.facts import KINDS
from bot.cards.press import Row, pairs, rows
from bot.cards.text import cut, escape, ours, plain
from handlers.template_buttons import TemplateButton, TemplateDo
from incidents.filling import FIELDS, fields_in
from incidents.messenger import Button, Message
from incidents.templates import TITLE, Template

PAGE = 8
_BODY = 1600
_CANCEL = "Передумали? Напишите «отмена»"


def listed(*, templates: Sequence[Template], titles: Mapping[str, str], page: int) -> Message:
    """A page of them, by number, with the topics they are for."""
    add = Button(label="Добавить шаблон", data=_data(TemplateDo.ADD, 0))
    if not templates:
        return Message(html="<b>Шаблонов пока нет</b>\nДобавьте первый: название, потом текст", rows=rows((add,)))
    pages = (len(templates) + PAGE - 1) // PAGE
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(templates, start=1))[page * PAGE : (page + 1) * PAGE]
    lines = [f"<b>Шаблоны ответов: {len(templates)}</b>, страница {page + 1} из {pages}", ""]
    lines += [f"{n}. {ours(one.title, TITLE)}{_marks(one, titles)}" for n, one in shown]
    buttons = [Button(label=f"{n}. {one.title}", data=_data(TemplateDo.SHOW, one.id)) for n, one in shown]
    more: Row = (Button(label="Ещё", data=_data(TemplateDo.LIST, (page + 1) % pages)),) if pages > 1 else ()
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), (add, *more)))


def one(*, template: Template, titles: Mapping[str, str], page: int) -> Message:
    """A template as it stands, and the fields that it may have."""
    scope = ", ".join(titles.get(slug, slug) for slug in template.scope) or "любая тема"
    fact = f"\nПишет факт: «{KINDS[template.fact]}»" if template.fact else ""
    html = (
        f"<b>{ours(template.title, TITLE)}</b>{'' if template.active else ', выключен'}\nДля чего: {ours(scope, 300)}{fact}\n"
        f"<blockquote>{escape(cut(plain(template.text), _BODY))}</blockquote>\n"
        f"<blockquote expandable><b>Какие бывают поля</b>\n{_fields(template)}</blockquote>"
    )
    state = TemplateDo.OFF if template.active else TemplateDo.ON
    first = (
        Button(label="Изменить текст", data=_data(TemplateDo.EDIT, template.id), primary=True),
        Button(label="Выключить" if template.active else "Включить", data=_data(state, template.id)),
    )
    return Message(html=html, rows=rows(first, (Button(label="Назад", data=_data(TemplateDo.LIST, page)),)))


def ask_text(*, template: Template) -> Message:
    """The new text."""
    html = (
        f"<b>Пришлите новый текст шаблона целиком:</b> {ours(template.title, TITLE)}\n"
        f"<pre>{escape(cut(plain(template.text), _BODY))}</pre>\n"
        f"Поля в скобках бот заполнит сам, предложение с пустым полем не выйдет. {_CANCEL}"
    )
    return Message(html=html)


def ask_title() -> Message:
    """The name of a new one."""
    return Message(html=f"<b>Как назвать шаблон?</b>\nКоротко, до {TITLE} знаков: так его увидят в списке. {_CANCEL}")


def ask_new() -> Message:
    """The text of a new one."""
    html = (
        "<b>Теперь текст шаблона</b>\nПоля пишутся в скобках: {привет}, {адрес}, {кто}, {дата}. Бот заполнит их сам, предложение с пустым "
        f"полем не выйдет. {_CANCEL}"
    )
    return Message(html=html)


def _marks(one: Template, titles: Mapping[str, str]) -> str:
    marks = [] if one.active else ["выключен"]
    if one.fact is not None:
        marks.append(f"факт «{KINDS[one.fact]}»")
    if one.scope:
        marks.append(titles.get(one.scope[0], one.scope[0]) + (f" и ещё {len(one.scope) - 1}" if len(one.scope) > 1 else ""))
    return f" ({ours(', '.join(marks), 90)})" if marks else ""


def _fields(template: Template) -> str:
    mine = fields_in(template.text)
    known = [name for name in FIELDS if name in mine] + [name for name in FIELDS if name not in mine]
    return "\n".join(f"{{{name}}}: {escape(FIELDS[name])}" for name in known)


def _data(do: TemplateDo, id: int) -> str:
    return TemplateButton(do=do, id=id).pack()
