"""Topics of a template: groups, then topics; a press toggles one."""

from collections.abc import Mapping

from handlers.answers.buttons import ScopeButton, ScopeDo, TemplateButton, TemplateDo
from handlers.kit.button import Row, rows
from handlers.kit.pages import page_of
from handlers.kit.text import ours
from incidents.answers.templates import TITLE, Template
from incidents.messenger import Button, Message

_CHOSEN = "✓ "
_LINE = 60


def all_groups(*, template: Template, groups: Mapping[str, str], titles: Mapping[str, str], page: int) -> Message:
    """The topics that it has, and the groups to choose from."""
    scope = ", ".join(titles.get(slug, slug) for slug in template.scope) or "любая тема"
    entries = [(slug, f"{_CHOSEN if slug in template.scope else ''}{title}") for slug, title in groups.items()]
    lines, choices, turn = page_of(
        entries,
        page,
        choose=lambda label, slug: _button(ScopeDo.GROUP, label, template, slug),
        turn=lambda label, number: _button(ScopeDo.GROUPS, label, template, str(number)),
    )
    any_topic: Row = (_button(ScopeDo.TOGGLE, "Любая тема", template, ""),) if template.scope else ()
    head = [f"<b>Для каких тем шаблон «{ours(template.title, TITLE)}»?</b>", f"Сейчас: {ours(scope, 300)}"]
    return Message(html="\n".join([*head, *lines]), rows=rows(*choices, (*any_topic, *turn), (_done(template),)))


def topics(*, template: Template, group: str, title: str, shorts: Mapping[str, str], page: int) -> Message:
    """Topics of a group; what is chosen has a mark."""
    entries = [(slug, f"{_CHOSEN if slug in template.scope else ''}{short}") for slug, short in shorts.items()]
    lines, choices, turn = page_of(
        entries,
        page,
        choose=lambda label, slug: _button(ScopeDo.TOGGLE, label, template, slug),
        turn=lambda label, number: _button(ScopeDo.GROUP, label, template, f"{group}~{number}"),
    )
    whole = _button(ScopeDo.TOGGLE, f"{_CHOSEN if group in template.scope else ''}Весь раздел", template, group)
    head = f"<b>{ours(title, _LINE)}:</b> нажмите темы, для которых шаблон «{ours(template.title, TITLE)}»"
    back = _button(ScopeDo.GROUPS, "К разделам", template, "0")
    return Message(html="\n".join([head, *lines]), rows=rows(*choices, (whole, *turn), (back, _done(template))))


def _done(template: Template) -> Button:
    return Button(label="Готово", data=TemplateButton(do=TemplateDo.SHOW, id=template.id).pack())


def _button(do: ScopeDo, label: str, template: Template, key: str) -> Button:
    return Button(label=label, data=ScopeButton(do=do, id=template.id, key=key).pack())
